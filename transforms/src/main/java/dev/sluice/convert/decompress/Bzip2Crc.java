package dev.sluice.convert.decompress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * The checksum of a bzip2 block: the CRC-32 of gzip with bits in the other order, in bytes and in
 * the result. So it is computed by the JDK's, over bytes that are reversed.
 */
final class Bzip2Crc {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ODD_BITS = 0x5555555555555555L;
  private static final long ODD_PAIRS = 0x3333333333333333L;
  private static final long ODD_NIBBLES = 0x0f0f0f0f0f0f0f0fL;

  private final CRC32 crc = new CRC32();
  private final byte[] reversed = new byte[8192];

  void update(byte[] bytes, int length) {
    for (int from = 0; from < length; from += reversed.length) {
      int count = Math.min(reversed.length, length - from);
      int i = 0;
      for (; i <= count - Long.BYTES; i += Long.BYTES) {
        WORD.set(reversed, i, reversed((long) WORD.get(bytes, from + i)));
      }
      for (; i < count; i++) {
        reversed[i] = (byte) reversed(bytes[from + i]);
      }
      crc.update(reversed, 0, count);
    }
  }

  /** The bits of each byte in the other order. */
  private static long reversed(long word) {
    long swapped = ((word >>> 1) & ODD_BITS) | ((word & ODD_BITS) << 1);
    swapped = ((swapped >>> 2) & ODD_PAIRS) | ((swapped & ODD_PAIRS) << 2);
    return ((swapped >>> 4) & ODD_NIBBLES) | ((swapped & ODD_NIBBLES) << 4);
  }

  /** The checksum of the bytes so far. */
  int value() {
    return Integer.reverse((int) crc.getValue());
  }
}
