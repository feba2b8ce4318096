package dev.sluice.sort;

import java.net.URI;

/** The constants of the run file format; {@link RunWriter} describes it. */
final class RunFormat {
  static final byte[] MAGIC = {'s', 'l', 'u', 'i', 'r', 'u', 'n', 1};

  /** A block is closed once it holds this much, before compression. */
  static final int BLOCK_BYTES = 256 * 1024;

  /** A longer block is compressed and decompressed as a stream, to hold it in memory once only. */
  static final int LARGE_BLOCK_BYTES = 4 * BLOCK_BYTES;

  /** Index offset and length, records, bytes; whether sorted; CRC-32C; magic. */
  static final int TRAILER_BYTES = 4 * Long.BYTES + 2 * Integer.BYTES + MAGIC.length;

  static final int MOST_RECORD_BYTES = Integer.MAX_VALUE - 64;

  private RunFormat() {}

  /** The beginning of every sentence about a run that is not what it should be. */
  static String cannotRead(URI run, long offset) {
    return "Cannot read run %s: at byte %d ".formatted(run, offset);
  }
}
