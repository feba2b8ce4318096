package dev.sluice.convert;

import dev.sluice.sort.SortOrder;
import java.io.IOException;

/** Takes the records of a dump file in the file's order. */
public interface RecordSink {
  /** The order whose fields it wants to see of every record. */
  SortOrder order();

  /**
   * Takes a record.
   *
   * @param record what is published
   * @param fields the fields of {@link #order()}: the record itself, unless columns of it are left
   *     out that the order needs
   */
  void record(JsonText record, JsonText fields) throws IOException;

  /**
   * Tells that the records since the last such call, which may be none, were those of one page, or
   * of another element below the root.
   */
  void endOfPage() throws IOException;
}
