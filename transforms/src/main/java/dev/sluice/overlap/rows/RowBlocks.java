package dev.sluice.overlap.rows;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a table into blocks of whole rows: NDJSON at any line feed, CSV at line feeds that are in no
 * quotes. Memory: a block and what is read beyond it; a block is {@link #BLOCK_BYTES}, or as large
 * as a row makes it.
 */
final class RowBlocks {
  static final int BLOCK_BYTES = 4 << 20;
  private static final int MOST_BYTES = 1 << 30;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final String name;
  private final InputStream in;
  private final Queue<byte[]> unused;
  private final int blockBytes;
  private byte[] rest;
  private int restFrom;
  private int restTo;
  private boolean atEnd;
  private boolean csv;

  /**
   * Blocks of a stream, from its first byte on.
   *
   * @param unused arrays to be used again
   */
  RowBlocks(String name, InputStream in, Queue<byte[]> unused, int blockBytes) throws IOException {
    this.name = name;
    this.in = in;
    this.unused = unused;
    this.blockBytes = blockBytes;
    this.rest = array(blockBytes);
    this.restTo = fill(rest, 0);
    skipByteOrderMark();
    int first = restFrom;
    while (first < restTo && isSpace(rest[first])) {
      first++;
    }
    this.csv = first == restTo || rest[first] != '{';
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private void skipByteOrderMark() {
    if (restTo >= 3 && rest[0] == (byte) 0xef && rest[1] == (byte) 0xbb && rest[2] == (byte) 0xbf) {
      restFrom = 3;
    }
  }

  /** Whether it is CSV: what does not begin with a brace. */
  boolean csv() {
    return csv;
  }

  /** The next block; null if there is none. Its array is the caller's. */
  @Nullable RowBlock next() throws IOException {
    byte[] bytes = rest;
    int from = restFrom;
    int to = restTo;
    if (to - from < bytes.length && !atEnd) {
      to = fill(bytes, to);
    }
    if (from == to) {
      return null;
    }
    while (true) {
      boolean quoted = csv && has('"', bytes, from, to);
      int cut =
          atEnd ? to : quoted ? QuotedRows.lastEnd(bytes, from, to) : lastLine(bytes, from, to);
      if (cut > from) {
        keep(bytes, cut, to);
        return new RowBlock(bytes, from, cut, quoted);
      }
      if (bytes.length >= MOST_BYTES) {
        throw new IOException(
            "Cannot read %s: a row is too long (expected %d bytes at most)"
                .formatted(name, MOST_BYTES));
      }
      byte[] larger = new byte[2 * bytes.length];
      System.arraycopy(bytes, from, larger, 0, to - from);
      to = fill(larger, to - from);
      from = 0;
      bytes = larger;
    }
  }

  private void keep(byte[] bytes, int cut, int to) {
    rest = array(Math.max(blockBytes, to - cut));
    System.arraycopy(bytes, cut, rest, 0, to - cut);
    restFrom = 0;
    restTo = to - cut;
  }

  private byte[] array(int length) {
    byte[] array = unused.poll();
    return array != null && array.length >= length ? array : new byte[length];
  }

  /** Reads until the array is full or nothing is left, and returns where the bytes end. */
  private int fill(byte[] bytes, int from) throws IOException {
    int filled = from;
    while (filled < bytes.length) {
      int read = in.read(bytes, filled, bytes.length - filled);
      if (read < 0) {
        atEnd = true;
        break;
      }
      filled += read;
    }
    return filled;
  }

  private static int lastLine(byte[] bytes, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return from;
  }

  /**
   * Whether a byte is among others; eight at a time: what is equal becomes 0, a borrow shows it.
   */
  static boolean has(char wanted, byte[] bytes, int from, int to) {
    int i = from;
    for (; i <= to - Long.BYTES; i += Long.BYTES) {
      long word = (long) WORDS.get(bytes, i) ^ (wanted * ONES);
      if (((word - ONES) & ~word & HIGH_BITS) != 0) {
        return true;
      }
    }
    for (; i < to; i++) {
      if (bytes[i] == wanted) {
        return true;
      }
    }
    return false;
  }
}
