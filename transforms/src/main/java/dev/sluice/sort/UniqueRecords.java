package dev.sluice.sort;

import java.io.IOException;
import java.util.Arrays;

/** Hands on, of sorted records that have the same key, the first one. */
final class UniqueRecords implements RecordSink {
  private final RecordSink sink;
  private final KeyBytes previous = new KeyBytes();
  private long records;

  UniqueRecords(RecordSink sink) {
    this.sink = sink;
  }

  @Override
  public void add(byte[] key, int keyOffset, int keyLength, byte[] line, int offset, int length)
      throws IOException, InterruptedException {
    if (records > 0
        && Arrays.equals(
            previous.array(), 0, previous.length(), key, keyOffset, keyOffset + keyLength)) {
      return;
    }
    previous.set(key, keyOffset, keyLength);
    records++;
    sink.add(key, keyOffset, keyLength, line, offset, length);
  }

  /** How many were handed on. */
  long records() {
    return records;
  }
}
