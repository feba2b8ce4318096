package dev.sluice.convert;

import java.io.IOException;

/** Takes the records of a dump file in the file's order. */
public interface RecordSink {
  /**
   * Takes a record: one JSON object, UTF-8, without a line feed.
   *
   * @param json a buffer that holds it; valid only during the call
   * @param offset where it begins
   * @param length its length in bytes, 2 or more
   */
  void record(byte[] json, int offset, int length) throws IOException;

  /** Tells that the records since the last such call, which may be none, were those of one page. */
  void endOfPage() throws IOException;
}
