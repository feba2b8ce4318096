package dev.sluice.sort;

import java.io.Closeable;
import java.io.IOException;

/** Sorted records, one at a time. */
interface RecordCursor extends Closeable {
  /** Goes to the next record; false if there is none. */
  boolean advance() throws IOException;

  /** Holds key and line of the current record; its content changes with {@link #advance}. */
  byte[] array();

  /** Holds the key of the current record. */
  default byte[] keys() {
    return array();
  }

  int keyOffset();

  int keyLength();

  int lineOffset();

  /** The line's length, without a line feed. */
  int lineLength();

  /** The current record's number in the run. */
  long record();
}
