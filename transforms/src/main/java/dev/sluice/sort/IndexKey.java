package dev.sluice.sort;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A key as an index holds it: cut past {@value #MOST_BYTES} bytes, so that long keys do not make
 * the index as large as the run. A cut key is at most the key it stands for.
 */
final class IndexKey {
  static final int MOST_BYTES = 1024;

  /** By what is left of the keys. */
  static final Comparator<IndexKey> ORDER = (a, b) -> Arrays.compareUnsigned(a.bytes, b.bytes);

  private final byte[] bytes;

  private IndexKey(byte[] bytes) {
    this.bytes = bytes;
  }

  static IndexKey of(byte[] key, int offset, int length) {
    return new IndexKey(Arrays.copyOfRange(key, offset, offset + Math.min(length, MOST_BYTES)));
  }

  byte[] bytes() {
    return bytes;
  }

  /** Compares this, as it is, with a whole key. */
  int compareTo(byte[] key) {
    return Arrays.compareUnsigned(bytes, key);
  }

  /** Whether the key that this stands for is this key. */
  boolean is(byte[] key) {
    return bytes.length < MOST_BYTES && compareTo(key) == 0;
  }

  /** Whether the key that this stands for may be greater than another. */
  boolean mayExceed(byte[] key) {
    if (bytes.length < MOST_BYTES) {
      return compareTo(key) > 0;
    }
    return Arrays.compareUnsigned(bytes, 0, bytes.length, key, 0, Math.min(key.length, MOST_BYTES))
        >= 0;
  }

  /** Whether the key that this stands for is less than another. */
  boolean surelyBefore(byte[] key) {
    return !mayExceed(key) && compareTo(key) != 0;
  }
}
