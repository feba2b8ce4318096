package dev.sluice.convert.decompress;

/**
 * A block's bytes as bzip2 sorts them (the last column of the sorted rotations; Burrows and
 * Wheeler, "A block-sorting lossless data compression algorithm", 1994), and the way back.
 *
 * <p>Each step of that way is a jump to anywhere in 3.6 MB, which takes longer than all else of a
 * block. To go the ways of several blocks at a time, so that one waits for memory while the others
 * do, was tried: it is slower, since they do not fit into the cache together.
 */
final class Bzip2Column {
  private static final int ROW_BITS = 8;
  private static final int BYTE = 0xff;
  private static final int VALUES = 256;

  /** For each row its byte, and above that the row of the byte that comes after it. */
  private int[] rows = new int[0];

  private int length;

  /** Makes room for a column, which has no bytes yet. */
  void clear(int most) {
    if (rows.length < most) {
      rows = new int[most];
    }
    length = 0;
  }

  int length() {
    return length;
  }

  /** Whether there is room for more bytes. */
  boolean hasRoomFor(int count) {
    return count <= rows.length - length;
  }

  /** Appends a byte, for which there is room. */
  void append(int value) {
    rows[length++] = value;
  }

  /** Appends a byte several times, for which there is room. */
  void append(int value, int count) {
    int end = length + count;
    for (int i = length; i < end; i++) {
      rows[i] = value;
    }
    length = end;
  }

  /**
   * The way back. The column has no use after it.
   *
   * @param origin the row of the block's last byte
   */
  byte[] unsorted(int origin) {
    link();
    int[] from = rows;
    byte[] bytes = new byte[length];
    int row = from[origin];
    for (int i = 0; i < bytes.length; i++) {
      row = from[row >>> ROW_BITS];
      bytes[i] = (byte) row;
    }
    return bytes;
  }

  private void link() {
    int[] next = new int[VALUES];
    for (int i = 0; i < length; i++) {
      next[rows[i]]++;
    }
    int sum = 0;
    for (int value = 0; value < VALUES; value++) {
      int count = next[value];
      next[value] = sum;
      sum += count;
    }
    for (int i = 0; i < length; i++) {
      rows[next[rows[i] & BYTE]++] |= i << ROW_BITS;
    }
  }
}
