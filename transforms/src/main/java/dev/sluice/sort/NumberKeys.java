package dev.sluice.sort;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as bytes whose unsigned order is the order of the values, exactly and for any size; equal
 * values (1, 1.0, 10e-1) have equal bytes.
 *
 * <p>The encoding is that of SQLite4's keys (sqlite.org/src4, "Key Encoding"): the value is {@code
 * ±0.M × 100^E} with digits M in base 100, the first and last not zero. A head byte tells the sign
 * and E, if that is 0 to 10; else E follows in eight bytes. Each digit d of M is {@code 2d+1}, the
 * last one {@code 2d}, so no code is a prefix of another. M of a negative number is inverted. An
 * integer of 8 digits takes 5 bytes.
 */
final class NumberKeys {
  /** Heads: every number's first byte is within these two. */
  static final int FIRST = 0x08;

  static final int LAST = 0x22;

  private static final int ZERO = 0x15;
  private static final int SMALL = 1;
  private static final int MEDIUM = 2;
  private static final int LARGE = LAST - ZERO;
  private static final int MEDIUM_EXPONENT = 10;

  /** Exponents are added and doubled in a long. */
  private static final int EXPONENT_DIGITS = 17;

  /** An integer of more digits is told as text. */
  private static final int SHOWN_DIGITS = 1000;

  private NumberKeys() {}

  /**
   * Appends the key of a JSON number.
   *
   * @param text the number as JSON has it (RFC 8259, 6)
   */
  static void add(byte[] text, int offset, int length, KeyBytes key) throws SortKeyException {
    int end = offset + length;
    boolean negative = text[offset] == '-';
    int mantissaEnd = offset;
    while (mantissaEnd < end && text[mantissaEnd] != 'e' && text[mantissaEnd] != 'E') {
      mantissaEnd++;
    }
    byte[] digits = new byte[mantissaEnd - offset + 2];
    int count = 1; // One place is left for a leading zero.
    long point = 0;
    boolean fraction = false;
    for (int i = negative ? offset + 1 : offset; i < mantissaEnd; i++) {
      if (text[i] == '.') {
        fraction = true;
      } else if (count == 1 && text[i] == '0') {
        point -= fraction ? 1 : 0;
      } else {
        digits[count++] = (byte) (text[i] - '0');
        point += fraction ? 0 : 1;
      }
    }
    while (count > 1 && digits[count - 1] == 0) {
      count--;
    }
    if (count == 1) {
      key.add(ZERO);
      return;
    }
    point += exponent(text, mantissaEnd + 1, end);
    addScaled(negative, digits, count, point, key);
  }

  /** Appends ±0.d₁d₂… × 10^point; the digits are from 1 to count, with room for one more. */
  private static void addScaled(
      boolean negative, byte[] digits, int count, long point, KeyBytes key) {
    long exponent = Math.floorDiv(point + 1, 2);
    boolean small = exponent < 0;
    boolean medium = !small && exponent <= MEDIUM_EXPONENT;
    int distance = small ? SMALL : medium ? MEDIUM + (int) exponent : LARGE;
    key.add(negative ? ZERO - distance : ZERO + distance);
    int start = key.length();
    if (!medium) {
      key.addLong(small ? ~-exponent : exponent);
    }
    int first = Math.floorMod(point, 2) == 1 ? 0 : 1;
    for (int i = first; i < count; i += 2) {
      int digit = 10 * digits[i] + (i + 1 < count ? digits[i + 1] : 0);
      key.add(i + 2 < count ? 2 * digit + 1 : 2 * digit);
    }
    if (negative) {
      key.invertFrom(start);
    }
  }

  private static long exponent(byte[] text, int from, int end) throws SortKeyException {
    if (from >= end) {
      return 0;
    }
    boolean negative = text[from] == '-';
    int start = negative || text[from] == '+' ? from + 1 : from;
    while (start < end - 1 && text[start] == '0') {
      start++;
    }
    if (end - start > EXPONENT_DIGITS) {
      throw new SortKeyException(
          "a number's exponent is too large (%d digits; expected %d at most)"
              .formatted(end - start, EXPONENT_DIGITS));
    }
    long exponent = Long.parseLong(new String(text, start, end - start, ISO_8859_1));
    return negative ? -exponent : exponent;
  }

  /**
   * Reads a number back: Integer, Long or BigInteger by size, Double where that is exact, else text
   * (a String), as JSON readers would have it.
   */
  static Object value(KeyReader key) {
    int head = key.next();
    if (head == ZERO) {
      return 0;
    }
    boolean negative = head < ZERO;
    int flip = negative ? 0xff : 0;
    int distance = negative ? ZERO - head : head - ZERO;
    long exponent = (long) distance - MEDIUM;
    if (distance == SMALL || distance == LARGE) {
      long stored = negative ? ~key.nextLong() : key.nextLong();
      exponent = distance == SMALL ? - ~stored : stored;
    }
    StringBuilder digits = new StringBuilder(negative ? "-" : "");
    int pairs = 0;
    int code;
    do {
      code = key.next() ^ flip;
      digits.append((char) ('0' + code / 20)).append((char) ('0' + code / 2 % 10));
      pairs++;
    } while (code % 2 == 1);
    BigDecimal unscaled = new BigDecimal(digits.toString()).stripTrailingZeros();
    long scale = unscaled.scale() + 2 * (pairs - exponent);
    Object value = exactly(unscaled.unscaledValue(), scale);
    return value != null ? value : unscaled.unscaledValue() + "e" + -scale;
  }

  private static @Nullable Object exactly(BigInteger unscaled, long scale) {
    if (scale < -SHOWN_DIGITS || scale > SHOWN_DIGITS) {
      return null;
    }
    BigDecimal value = new BigDecimal(unscaled, (int) scale).stripTrailingZeros();
    if (value.scale() <= 0) {
      BigInteger integer = value.toBigIntegerExact();
      if (integer.bitLength() >= Long.SIZE) {
        return integer;
      }
      long small = integer.longValueExact();
      return integer.bitLength() < Integer.SIZE ? (Object) (int) small : (Object) small;
    }
    double approximate = value.doubleValue();
    boolean same =
        Double.isFinite(approximate)
            && new BigDecimal(Double.toString(approximate)).compareTo(value) == 0;
    return same ? (Object) approximate : value.toString();
  }
}
