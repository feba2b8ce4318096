package dev.sluice.convert.scan;

import dev.sluice.convert.records.RecordSettings;
import dev.sluice.sort.SortOrder;

/** What {@code RevisionRows} makes, for scanners: one record a revision. */
final class RevisionRowMaker extends RowMaker {
  private final ScannedPage page;
  private final ScannedRevision revision;
  private final RevisionJson json;
  private final RecordKeys keys;

  RevisionRowMaker(
      Markup xml,
      ScannedPage page,
      ScannedRevision revision,
      RecordSettings settings,
      SortOrder order) {
    this.page = page;
    this.revision = revision;
    this.json = new RevisionJson(xml, revision, settings::publishes, page.anyPublished());
    this.keys = RecordKeys.ofPages(order);
  }

  @Override
  void beginPage(RecordBlock out) throws Stop {
    keys.begin(page);
  }

  @Override
  void continuePage(boolean hasRevisions, RecordBlock out) throws Stop {
    keys.begin(page);
  }

  @Override
  void revision(RecordBlock out) throws Stop {
    JsonBytes lines = out.lines;
    lines.put(page.prefix().bytes, 0, page.prefix().length);
    json.write(lines);
    lines.put(RowJson.END_OF_RECORD);
    keys.write(json, out.keys);
    out.endRecord();
    out.texts(revision.slots());
  }

  @Override
  void endPage(RecordBlock out) {
    out.endPage();
  }
}
