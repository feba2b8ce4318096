package dev.sluice.convert.scan;

import dev.sluice.convert.records.WmfColumns;
import dev.sluice.sort.KeyWriter;
import dev.sluice.sort.SortField;
import dev.sluice.sort.SortKeyException;
import dev.sluice.sort.SortOrder;
import java.util.List;

/**
 * The sort keys of rows, made of the values that a scanner has in hand. What the page's columns
 * begin the key with is made once a page.
 */
final class RecordKeys {
  private final KeyWriter key;
  private final int[] columns;
  private final int pageColumns;
  private final int fieldsOfPage;
  private final JsonBytes pageValues = new JsonBytes();
  private final int[] pageValueEnds;
  private final JsonBytes value = new JsonBytes();
  private int pageKeyLength;

  private RecordKeys(SortOrder order, List<String> names, int pageColumns) {
    this.key = new KeyWriter(order);
    this.columns = order.fields().stream().mapToInt(f -> names.indexOf(f.path())).toArray();
    this.pageColumns = pageColumns;
    this.pageValueEnds = new int[pageColumns];
    int leading = 0;
    while (leading < columns.length && columns[leading] < pageColumns) {
      leading++;
    }
    this.fieldsOfPage = leading;
  }

  /** Keys of pages and their revisions. */
  static RecordKeys ofPages(SortOrder order) {
    return new RecordKeys(order, WmfColumns.REVISION_OF_PAGE, WmfColumns.PAGE.size());
  }

  static RecordKeys ofLogItems(SortOrder order) {
    return new RecordKeys(order, WmfColumns.LOG_ITEM, 0);
  }

  /**
   * Whether all fields of an order are values of columns, not what is within one.
   *
   * @param columns those that there are
   */
  static boolean canMake(SortOrder order, List<String> columns) {
    return order.fields().stream()
        .map(SortField::path)
        .allMatch(path -> columns.contains(path) && !path.equals(WmfColumns.SLOTS));
  }

  /** Takes the page's values while they are at hand. */
  void begin(ScannedPage page) throws Stop {
    if (columns.length == 0) {
      return;
    }
    pageValues.clear();
    for (int i = 0; i < pageColumns; i++) {
      pageValues.reserve(0);
      page.value(i, pageValues);
      pageValueEnds[i] = pageValues.length;
    }
    key.truncate(0, 0);
    try {
      for (int i = 0; i < fieldsOfPage; i++) {
        addPageColumn(columns[i]);
      }
    } catch (SortKeyException e) {
      throw Stop.DOUBT;
    }
    pageKeyLength = key.length();
  }

  /** Writes the key of a row, of that page if it is of one. */
  void write(RowJson row, JsonBytes to) throws Stop {
    if (columns.length == 0) {
      return;
    }
    key.truncate(fieldsOfPage, pageKeyLength);
    try {
      for (int i = fieldsOfPage; i < columns.length; i++) {
        if (columns[i] < pageColumns) {
          addPageColumn(columns[i]);
        } else {
          value.clear();
          row.value(columns[i] - pageColumns, value);
          key.add(value.bytes, 0, value.length);
        }
      }
    } catch (SortKeyException e) {
      throw Stop.DOUBT;
    }
    to.put(key.bytes(), 0, key.length());
  }

  private void addPageColumn(int column) throws SortKeyException {
    int from = column == 0 ? 0 : pageValueEnds[column - 1];
    key.add(pageValues.bytes, from, pageValueEnds[column] - from);
  }
}
