package dev.sluice.convert.records;

import dev.sluice.sort.SortOrder;
import java.io.IOException;

/** Takes the records of a dump file in the file's order. */
public interface RowSink {
  /** The order whose fields it wants to see of every record. */
  SortOrder order();

  /**
   * Takes a record.
   *
   * @param record what is published
   * @param fields a record that has the fields of {@link #order()}, which need not be published:
   *     one with no others, or {@code record} itself
   */
  void record(JsonText record, JsonText fields) throws IOException;

  /**
   * Tells that the records since the last such call, which may be none, were those of one page, or
   * of another element below the root.
   */
  void endOfPage() throws IOException;
}
