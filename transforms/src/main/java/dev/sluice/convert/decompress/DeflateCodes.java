package dev.sluice.convert.decompress;

import java.util.Arrays;

/**
 * The prefix codes of one alphabet of deflate (RFC 1951, 3.2.2), as a table by the next {@code
 * rootBits} bits of the input; longer codes have further tables behind it, by the bits after those.
 *
 * <p>An entry is, from its lowest bit: 8 bits that say how many bits a code and its extra bits
 * have, of which a shift takes the lowest six; 4 for the code alone, or those of a further table;
 * flags; and from {@link #VALUE_SHIFT} on what it stands for: a literal, a length or distance to
 * which the extra bits are added, or where a further table begins.
 */
final class DeflateCodes {
  static final int VALUE_SHIFT = 16;
  static final int BITS_MASK = 63;

  /** An entry that is a literal: so it is negative. */
  static final int LITERAL = 1 << 31;

  /** An entry that is no literal, length or distance; alone, it is of a code that may not be. */
  static final int OTHER = 1 << 15;

  static final int FURTHER = OTHER | 1 << 14;
  static final int END_OF_BLOCK = OTHER | 1 << 13;

  private static final int MOST_BITS = 15;
  private static final int CODE_SHIFT = 8;
  private static final int CODE_MASK = 15;

  private final int rootBits;
  private final int rootMask;
  private final int[] symbols;
  private final int[] table;
  private final int[] counts = new int[MOST_BITS + 1];
  private final int[] ends = new int[MOST_BITS + 1];
  private final short[] sorted;

  /**
   * Makes room.
   *
   * @param rootBits how many bits are looked up at once: such that twice as many entries as they
   *     make are enough
   * @param symbols the entry of each, where the number of bits is that of its extra bits
   */
  DeflateCodes(int rootBits, int[] symbols) {
    this.rootBits = rootBits;
    this.rootMask = (1 << rootBits) - 1;
    this.symbols = symbols;
    this.table = new int[2 << rootBits];
    this.sorted = new short[symbols.length];
  }

  /** An entry for a symbol. */
  static int symbol(int value, int extraBits) {
    return value << VALUE_SHIFT | extraBits;
  }

  int[] table() {
    return table;
  }

  /** How many bits of the next code come before those of its {@link #entry}. */
  int bitsBefore(long bits) {
    return (table[(int) bits & rootMask] & FURTHER) == FURTHER ? rootBits : 0;
  }

  /** The entry of the next code. */
  int entry(long bits) {
    int entry = table[(int) bits & rootMask];
    return (entry & FURTHER) == FURTHER ? table[further(entry, bits >>> rootBits)] : entry;
  }

  /** Where in the table that is to which an entry points. */
  static int further(int entry, long bits) {
    return (entry >>> VALUE_SHIFT) + ((int) bits & ((1 << (entry >>> CODE_SHIFT)) - 1));
  }

  /** What an entry stands for, with the extra bits behind its code. */
  static int value(int entry, long bits) {
    long codeAndExtra = bits & ((1L << entry) - 1);
    return (entry >>> VALUE_SHIFT) + (int) (codeAndExtra >>> ((entry >>> CODE_SHIFT) & CODE_MASK));
  }

  /**
   * Makes the table.
   *
   * @param lengths of the codes of the symbols, in bits; 0 for those that have none
   * @return false if there are more codes than can be, or fewer; but a single code of one bit may
   *     be, and none
   */
  boolean build(byte[] lengths, int from, int to) {
    Arrays.fill(counts, 0);
    for (int i = from; i < to; i++) {
      counts[lengths[i]]++;
    }
    int free = 1;
    int coded = 0;
    for (int bits = 1; bits <= MOST_BITS; bits++) {
      free = (free << 1) - counts[bits];
      if (free < 0) {
        return false;
      }
      ends[bits] = coded;
      coded += counts[bits];
    }
    if (free > 0) {
      if (coded > 1 || coded != counts[1]) {
        return false;
      }
      Arrays.fill(table, 0, 1 << rootBits, OTHER | 1);
    }
    for (int i = from; i < to; i++) {
      if (lengths[i] != 0) {
        sorted[ends[lengths[i]]++] = (short) (i - from);
      }
    }
    fill((1 << MOST_BITS) - free);
    return true;
  }

  /**
   * Enters all codes, from the last one back: so of those that share a further table the longest
   * comes first.
   *
   * @param end of the codes, were they all of the most bits
   */
  private void fill(int end) {
    int code = end;
    int prefix = -1;
    int base = 0;
    int size = 1 << rootBits;
    int used = size;
    for (int bits = MOST_BITS; bits > rootBits; bits--) {
      int behind = bits - rootBits;
      for (int i = ends[bits] - 1; i >= ends[bits] - counts[bits]; i--) {
        code -= 1 << (MOST_BITS - bits);
        int reversed = reversed(code);
        if ((reversed & rootMask) != prefix) {
          prefix = reversed & rootMask;
          base = used;
          size = 1 << behind;
          used += size;
          table[prefix] = FURTHER | base << VALUE_SHIFT | behind << CODE_SHIFT | rootBits;
        }
        enter(symbols[sorted[i]], behind, base + (reversed >>> rootBits), base + size);
      }
    }
    for (int bits = rootBits; bits > 0; bits--) {
      for (int i = ends[bits] - 1; i >= ends[bits] - counts[bits]; i--) {
        code -= 1 << (MOST_BITS - bits);
        enter(symbols[sorted[i]], bits, reversed(code), 1 << rootBits);
      }
    }
  }

  private static int reversed(int code) {
    return Integer.reverse(code) >>> (Integer.SIZE - MOST_BITS);
  }

  /** Enters a code wherever only the bits behind it differ. */
  private void enter(int symbol, int bits, int from, int to) {
    int entry = symbol + (bits << CODE_SHIFT) + bits;
    for (int i = from; i < to; i += 1 << bits) {
      table[i] = entry;
    }
  }
}
