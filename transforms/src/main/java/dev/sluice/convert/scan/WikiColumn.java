package dev.sluice.convert.scan;

import dev.sluice.convert.records.Site;
import org.jspecify.annotations.Nullable;

/** The column {@code wiki_id}: the same for all records, once a document has named its site. */
final class WikiColumn {
  final Field field = Field.text();
  private @Nullable Site site;

  /** Goes over to the document's site. */
  void in(Site now) {
    if (!now.equals(site)) {
      site = now;
      field.is(JsonBytes.string(now.wiki()));
    }
  }
}
