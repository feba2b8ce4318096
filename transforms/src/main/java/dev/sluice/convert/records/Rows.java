package dev.sluice.convert.records;

import dev.sluice.sort.SortOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the shape {@code wmf} makes one record of. */
public enum Rows {
  /** A revision, with the columns of its page. */
  REVISION,
  /** A page, with its revisions. */
  PAGE,
  /** A log item. */
  LOGITEM;

  private static final String LOG_FAMILY = "pages-logging";

  /** What a dump of a family is made of if nothing else is asked for. */
  public static Rows ofFamily(String family) {
    return family.equals(LOG_FAMILY) ? LOGITEM : REVISION;
  }

  static Optional<Rows> named(String label) {
    return Arrays.stream(values()).filter(rows -> rows.label().equals(label)).findFirst();
  }

  /** Whether a dump of a family has such rows. */
  public boolean isIn(String family) {
    return (this == LOGITEM) == family.equals(LOG_FAMILY);
  }

  /** Its name: {@code revision}, {@code page}, {@code logitem}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The order of such records: that of Wikimedia's own content tables. */
  public SortOrder naturalOrder() {
    return switch (this) {
      case REVISION -> SortOrder.by("wiki_id", "page_id", "revision_dt", "revision_id");
      case PAGE -> SortOrder.by("wiki_id", "page_id");
      case LOGITEM -> SortOrder.by("wiki_id", "log_id");
    };
  }

  /**
   * The names that choose columns, in the order of the records' keys: those of a page's record are
   * its own, {@code revisions} and those of the revisions in it.
   */
  public List<String> columns() {
    Stream<String> more =
        this == PAGE
            ? Stream.concat(Stream.of(WmfColumns.REVISIONS), WmfColumns.REVISION.stream())
            : Stream.of();
    return Stream.concat(sortFields().stream(), more).toList();
  }

  /** The columns that such records can be sorted by, or by what is in them. */
  public List<String> sortFields() {
    return switch (this) {
      case REVISION -> WmfColumns.REVISION_OF_PAGE;
      case PAGE -> WmfColumns.PAGE;
      case LOGITEM -> WmfColumns.LOG_ITEM;
    };
  }
}
