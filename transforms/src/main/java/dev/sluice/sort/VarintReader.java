package dev.sluice.sort;

/** Reads numbers and keys as {@link RunWriter} has them; past the end is out of bounds. */
final class VarintReader {
  private final byte[] bytes;
  private final int end;
  private int position;

  VarintReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  boolean atEnd() {
    return position == end;
  }

  long nextLong() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
      byte next = nextByte();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("varint longer than 9 bytes");
  }

  int nextInt() {
    long value = nextLong();
    if (value > Integer.MAX_VALUE) {
      throw new IndexOutOfBoundsException("varint too large");
    }
    return (int) value;
  }

  int fixedInt() {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = value << 8 | (nextByte() & 0xff);
    }
    return value;
  }

  IndexKey key() {
    int length = nextInt();
    int start = skip(length);
    return IndexKey.of(bytes, start, length);
  }

  /** Passes so many bytes and returns where they begin. */
  int skip(int length) {
    if (length > end - position) {
      throw new IndexOutOfBoundsException("bytes past the end");
    }
    int start = position;
    position += length;
    return start;
  }

  private byte nextByte() {
    if (position >= end) {
      throw new IndexOutOfBoundsException("byte past the end");
    }
    return bytes[position++];
  }
}
