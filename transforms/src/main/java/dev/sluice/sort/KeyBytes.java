package dev.sluice.sort;

import java.util.Arrays;

/** Bytes being put together; the array grows and is used again. */
final class KeyBytes {
  private byte[] bytes;
  private int length;

  KeyBytes() {
    this(64);
  }

  KeyBytes(int capacity) {
    this.bytes = new byte[capacity];
  }

  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  void truncate(int shorter) {
    length = shorter;
  }

  void add(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  void add(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
  }

  void set(byte[] source, int offset, int count) {
    clear();
    add(source, offset, count);
  }

  void addLong(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      add((int) (value >>> shift));
    }
  }

  void addInt(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      add(value >>> shift);
    }
  }

  /** Adds a number of 0 or more in groups of 7 bits, lowest first (as in Protocol Buffers). */
  void addVarint(long value) {
    long rest = value;
    while (rest >= 0x80) {
      add((int) (rest | 0x80));
      rest >>>= 7;
    }
    add((int) rest);
  }

  /** Turns round the order of everything from a place on. */
  void invertFrom(int start) {
    for (int i = start; i < length; i++) {
      bytes[i] = (byte) ~bytes[i];
    }
  }

  boolean isSameAs(KeyBytes other) {
    return Arrays.equals(bytes, 0, length, other.bytes, 0, other.length);
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int count) {
    int needed = Math.addExact(length, count);
    if (needed > bytes.length) {
      int doubled = (int) Math.min(Integer.MAX_VALUE - 16L, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }
}
