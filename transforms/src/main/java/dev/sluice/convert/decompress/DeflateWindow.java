package dev.sluice.convert.decompress;

/** The last bytes of a stream, as far back as deflate copies from. */
final class DeflateWindow {
  private static final int BYTES = 1 << 15;

  private final byte[] bytes = new byte[BYTES];

  /** Where the next byte goes: what is there is the oldest one, if it is full. */
  private int next;

  private int size;

  int size() {
    return size;
  }

  void clear() {
    next = 0;
    size = 0;
  }

  /** Adds what comes next. */
  void add(byte[] from, int start, int end) {
    int count = Math.min(BYTES, end - start);
    int first = Math.min(count, BYTES - next);
    System.arraycopy(from, end - count, bytes, next, first);
    System.arraycopy(from, end - count + first, bytes, 0, count - first);
    next = (next + count) & (BYTES - 1);
    size = Math.min(BYTES, size + count);
  }

  /**
   * Copies what is some way back: from here, and from the output itself.
   *
   * @param start of the output that comes after what is here
   * @param distance which the output so far and {@link #size} are at least
   */
  void copy(byte[] out, int start, int from, int to, int distance) {
    for (int i = from; i < to; i++) {
      int source = i - distance;
      out[i] = source >= start ? out[source] : bytes[(next + source - start) & (BYTES - 1)];
    }
  }
}
