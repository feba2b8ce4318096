package dev.sluice.sort;

/** Reads a key's bytes in turn, with those of a descending field turned back. */
final class KeyReader {
  private final byte[] bytes;
  private final int end;
  private int position;
  private int flip;

  KeyReader(byte[] bytes, int offset, int length) {
    this.bytes = bytes;
    this.position = offset;
    this.end = offset + length;
  }

  void descending(boolean descending) {
    flip = descending ? 0xff : 0;
  }

  int peek() {
    if (position >= end) {
      throw new IllegalArgumentException(
          "Cannot read a sort key: it ends within a field (%d bytes)".formatted(end));
    }
    return (bytes[position] & 0xff) ^ flip;
  }

  int next() {
    int value = peek();
    position++;
    return value;
  }

  long nextLong() {
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << 8 | next();
    }
    return value;
  }
}
