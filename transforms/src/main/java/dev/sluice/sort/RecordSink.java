package dev.sluice.sort;

import java.io.IOException;

/** Takes records in turn. */
@FunctionalInterface
public interface RecordSink {
  /**
   * Takes one record. The arrays belong to the caller, who uses them again: what is kept has to be
   * copied.
   *
   * @param key holds the record's sort key
   * @param keyOffset where the key begins
   * @param keyLength the key's length
   * @param line holds the record, without a line feed
   * @param offset where the record begins
   * @param length the record's length
   */
  void add(byte[] key, int keyOffset, int keyLength, byte[] line, int offset, int length)
      throws IOException, InterruptedException;
}
