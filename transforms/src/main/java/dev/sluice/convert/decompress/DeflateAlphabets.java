package dev.sluice.convert.decompress;

import java.util.Arrays;
import java.util.zip.DataFormatException;

/**
 * The codes of a block of deflate for literals and lengths, and for distances: fixed, or read from
 * the block's head (RFC 1951, 3.2.5 to 3.2.7).
 */
final class DeflateAlphabets {
  /** How many bits of literals and lengths are looked up at once. */
  static final int LITERAL_BITS = 11;

  /** How many bits of distances are looked up at once. */
  static final int DISTANCE_BITS = 8;

  /** The longest copy. */
  static final int MOST_LENGTH = 258;

  private static final int LENGTH_BITS = 7;

  private static final int END_OF_BLOCK = 256;
  private static final int FIRST_LENGTH = 257;
  private static final int MOST_LITERALS = 286;
  private static final int MOST_DISTANCES = 30;

  /** Codes that are of no symbol, but take part in the fixed ones. */
  private static final int RESERVED = 2;

  /** Lengths of codes are symbols themselves; those from here on repeat. */
  private static final int REPEAT_LAST = 16;

  private static final int REPEAT_ZERO = 17;
  private static final int REPEAT_ZERO_LONG = 18;
  private static final byte[] LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  final DeflateCodes literals = new DeflateCodes(LITERAL_BITS, literalSymbols());
  final DeflateCodes distances = new DeflateCodes(DISTANCE_BITS, distanceSymbols());

  private final DeflateCodes lengthCodes = new DeflateCodes(LENGTH_BITS, lengthSymbols());
  private final byte[] lengths = new byte[MOST_LITERALS + MOST_DISTANCES + 2 * RESERVED];
  private int literalCount;
  private int codeCount;
  private int lengthCodeCount;
  private int read;

  /** Takes the fixed codes. */
  void fix() {
    Arrays.fill(lengths, 0, 144, (byte) 8);
    Arrays.fill(lengths, 144, END_OF_BLOCK, (byte) 9);
    Arrays.fill(lengths, END_OF_BLOCK, 280, (byte) 7);
    Arrays.fill(lengths, 280, MOST_LITERALS + RESERVED, (byte) 8);
    literals.build(lengths, 0, MOST_LITERALS + RESERVED);
    Arrays.fill(lengths, 0, MOST_DISTANCES + RESERVED, (byte) 5);
    distances.build(lengths, 0, MOST_DISTANCES + RESERVED);
  }

  /** Reads how many codes there are; false, with nothing read, if the input ends before. */
  boolean readCounts(DeflateBits in) throws DataFormatException {
    if (!in.have(14)) {
      return false;
    }
    literalCount = in.take(5) + FIRST_LENGTH;
    int distanceCount = in.take(5) + 1;
    codeCount = literalCount + distanceCount;
    lengthCodeCount = in.take(4) + 4;
    if (literalCount > MOST_LITERALS || distanceCount > MOST_DISTANCES) {
      throw new DataFormatException("too many length or distance symbols");
    }
    Arrays.fill(lengths, 0, LENGTH_ORDER.length, (byte) 0);
    read = 0;
    return true;
  }

  /** Reads the codes of the lengths of codes; false if it has to go on with more input. */
  boolean readLengthCodes(DeflateBits in) throws DataFormatException {
    while (read < lengthCodeCount) {
      if (!in.have(3)) {
        return false;
      }
      lengths[LENGTH_ORDER[read++]] = (byte) in.take(3);
    }
    if (!lengthCodes.build(lengths, 0, LENGTH_ORDER.length)) {
      throw new DataFormatException("invalid code lengths set");
    }
    read = 0;
    return true;
  }

  /** Reads the codes; false if it has to go on with more input. */
  boolean readCodes(DeflateBits in) throws DataFormatException {
    while (read < codeCount) {
      int entry = lengthCodes.entry(in.buffer);
      int bits = entry & DeflateCodes.BITS_MASK;
      if (bits <= in.count) {
        if ((entry & DeflateCodes.OTHER) != 0) {
          throw new DataFormatException("invalid code lengths set");
        }
        addLength(entry >>> DeflateCodes.VALUE_SHIFT, DeflateCodes.value(entry, in.buffer));
        in.drop(bits);
      } else if (!in.have(in.count + 1)) {
        return false;
      }
    }
    if (lengths[END_OF_BLOCK] == 0) {
      throw new DataFormatException("invalid code -- missing end-of-block");
    }
    if (!literals.build(lengths, 0, literalCount)) {
      throw new DataFormatException("invalid literal/lengths set");
    }
    if (!distances.build(lengths, literalCount, codeCount)) {
      throw new DataFormatException("invalid distances set");
    }
    return true;
  }

  private void addLength(int symbol, int withExtra) throws DataFormatException {
    if (symbol < REPEAT_LAST) {
      lengths[read++] = (byte) symbol;
      return;
    }
    int times = withExtra - symbol + (symbol == REPEAT_ZERO_LONG ? 11 : 3);
    if (times > codeCount - read || (symbol == REPEAT_LAST && read == 0)) {
      throw new DataFormatException("invalid bit length repeat");
    }
    byte length = symbol == REPEAT_LAST ? lengths[read - 1] : 0;
    Arrays.fill(lengths, read, read + times, length);
    read += times;
  }

  private static int[] literalSymbols() {
    int[] symbols = new int[MOST_LITERALS + RESERVED];
    for (int i = 0; i < END_OF_BLOCK; i++) {
      symbols[i] = DeflateCodes.LITERAL | DeflateCodes.symbol(i, 0);
    }
    symbols[END_OF_BLOCK] = DeflateCodes.END_OF_BLOCK;
    int length = 3;
    for (int i = FIRST_LENGTH; i < MOST_LITERALS - 1; i++) {
      int extraBits = Math.max(0, (i - FIRST_LENGTH) / 4 - 1);
      symbols[i] = DeflateCodes.symbol(length, extraBits);
      length += 1 << extraBits;
    }
    symbols[MOST_LITERALS - 1] = DeflateCodes.symbol(MOST_LENGTH, 0);
    Arrays.fill(symbols, MOST_LITERALS, symbols.length, DeflateCodes.OTHER);
    return symbols;
  }

  private static int[] distanceSymbols() {
    int[] symbols = new int[MOST_DISTANCES + RESERVED];
    int distance = 1;
    for (int i = 0; i < MOST_DISTANCES; i++) {
      int extraBits = Math.max(0, i / 2 - 1);
      symbols[i] = DeflateCodes.symbol(distance, extraBits);
      distance += 1 << extraBits;
    }
    Arrays.fill(symbols, MOST_DISTANCES, symbols.length, DeflateCodes.OTHER);
    return symbols;
  }

  private static int[] lengthSymbols() {
    int[] symbols = new int[LENGTH_ORDER.length];
    for (int i = 0; i < REPEAT_LAST; i++) {
      symbols[i] = DeflateCodes.symbol(i, 0);
    }
    symbols[REPEAT_LAST] = DeflateCodes.symbol(REPEAT_LAST, 2);
    symbols[REPEAT_ZERO] = DeflateCodes.symbol(REPEAT_ZERO, 3);
    symbols[REPEAT_ZERO_LONG] = DeflateCodes.symbol(REPEAT_ZERO_LONG, 7);
    return symbols;
  }
}
