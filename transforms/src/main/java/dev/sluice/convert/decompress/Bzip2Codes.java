package dev.sluice.convert.decompress;

import java.util.Arrays;

/** A table of a block's Huffman codes: of a length they ascend with the symbols. */
final class Bzip2Codes {
  static final int MOST_BITS = 20;

  /** Of what {@link #of} returns, the bits that are the length. */
  static final int LENGTH_BITS = 5;

  static final int LENGTH = (1 << LENGTH_BITS) - 1;

  private static final int MOST_SYMBOLS = 258;

  /** Codes up to this length are looked up at once. */
  private static final int SHORT_BITS = 10;

  private final byte[] lengths = new byte[MOST_SYMBOLS];

  /** By a code's first bits; 0 for the longer ones. */
  private final int[] shorts = new int[1 << SHORT_BITS];

  /** For each length what comes after its last code, shifted to {@link #MOST_BITS} bits. */
  private final int[] limits = new int[MOST_BITS + 1];

  /** For each length the index of its first symbol, less its first code. */
  private final int[] offsets = new int[MOST_BITS + 1];

  private final short[] symbols = new short[MOST_SYMBOLS];

  /** Tells how long a symbol's code is; false if that cannot be. */
  boolean set(int symbol, int length) {
    lengths[symbol] = (byte) length;
    return length >= 1 && length <= MOST_BITS;
  }

  /** Makes the codes of the first symbols, whose lengths are set; false if there are too many. */
  boolean build(int count) {
    Arrays.fill(shorts, 0);
    int code = 0;
    int index = 0;
    for (int length = 1; length <= MOST_BITS; length++) {
      code <<= 1;
      offsets[length] = index - code;
      for (int symbol = 0; symbol < count; symbol++) {
        if (lengths[symbol] == length) {
          if (code >= 1 << length) {
            return false;
          }
          symbols[index++] = (short) symbol;
          if (length <= SHORT_BITS) {
            int from = code << (SHORT_BITS - length);
            int to = (code + 1) << (SHORT_BITS - length);
            Arrays.fill(shorts, from, to, (symbol << LENGTH_BITS) | length);
          }
          code++;
        }
      }
      limits[length] = code << (MOST_BITS - length);
    }
    return true;
  }

  /**
   * The symbol whose code comes first, above {@link #LENGTH_BITS} bits with its length, which is 0
   * if there is none.
   *
   * @param bits of which the first ones are the code
   */
  int of(long bits) {
    int found = shorts[(int) (bits >>> (Long.SIZE - SHORT_BITS))];
    return found != 0 ? found : longer((int) (bits >>> (Long.SIZE - MOST_BITS)));
  }

  private int longer(int bits) {
    for (int length = SHORT_BITS + 1; length <= MOST_BITS; length++) {
      if (bits < limits[length]) {
        int symbol = symbols[offsets[length] + (bits >>> (MOST_BITS - length))];
        return (symbol << LENGTH_BITS) | length;
      }
    }
    return 0;
  }
}
