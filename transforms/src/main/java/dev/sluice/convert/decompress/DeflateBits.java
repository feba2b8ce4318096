package dev.sluice.convert.decompress;

/**
 * Input of deflate, by bits: those of a byte come from the lowest to the highest (RFC 1951, 3.1.1).
 */
final class DeflateBits {
  byte[] bytes = new byte[0];
  int position;
  int limit;

  /** The bits that were taken from the bytes and not used yet, the next one lowest; 0 above. */
  long buffer;

  /** How many there are in the buffer. */
  int count;

  /** Gives more input, when all of that before was taken. */
  void input(byte[] more, int from, int to) {
    bytes = more;
    position = from;
    limit = to;
  }

  /** Forgets what there is. */
  void clear() {
    buffer = 0;
    count = 0;
  }

  /** Whether there are so many bits, up to 56; takes no more bytes than that needs. */
  boolean have(int bits) {
    while (count < bits) {
      if (position == limit) {
        return false;
      }
      buffer |= (bytes[position++] & 0xffL) << count;
      count += Byte.SIZE;
    }
    return true;
  }

  /** The next bits, of those that there are. */
  int take(int bits) {
    int value = (int) buffer & ((1 << bits) - 1);
    drop(bits);
    return value;
  }

  /** Leaves out the next bits, of those that there are. */
  void drop(int bits) {
    buffer >>>= bits;
    count -= bits;
  }

  /** Leaves out the rest of a byte. */
  void dropToByte() {
    drop(count & 7);
  }
}
