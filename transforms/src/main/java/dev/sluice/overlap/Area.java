package dev.sluice.overlap;

import java.math.BigInteger;

/** A sum of times multiplied by counts, exact: a number of 128 bits. */
final class Area {
  /** Below it, a double has every whole number. */
  private static final long EXACT = 1L << 53;

  /**
   * With so many bits of a quotient, and the last one set if anything is left, a double is rounded
   * as it would be with all of them.
   */
  private static final int ENOUGH_BITS = 55;

  private static final long ENOUGH = 1L << (ENOUGH_BITS - 1);

  private long high;
  private long low;

  /** Makes it 0. */
  void clear() {
    high = 0;
    low = 0;
  }

  /** Adds a number. */
  void add(long otherHigh, long otherLow) {
    low += otherLow;
    high += otherHigh + (Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0);
  }

  /** Takes a number away. */
  void subtract(long otherHigh, long otherLow) {
    long before = low;
    low -= otherLow;
    high -= otherHigh + (Long.compareUnsigned(before, otherLow) < 0 ? 1 : 0);
  }

  /** Adds so many for so long. */
  void addFor(long time, int count) {
    add(Math.multiplyHigh(time, count), time * count);
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  /** The mean over a time, 1 or more, correctly rounded. */
  double mean(long time) {
    return mean(high, low, time);
  }

  /** The mean over a time, 1 or more, correctly rounded. */
  static double mean(long high, long low, long time) {
    if (high != 0 || low < 0) {
      return mean(sum(high, low), BigInteger.valueOf(time));
    }
    if (low < EXACT && time < EXACT) {
      return (double) low / time;
    }
    long quotient = low / time;
    long rest = low % time;
    int shift = 0;
    while (low != 0 && quotient < ENOUGH) {
      rest <<= 1;
      quotient <<= 1;
      if (Long.compareUnsigned(rest, time) >= 0) {
        rest -= time;
        quotient |= 1;
      }
      shift++;
    }
    return Math.scalb((double) (rest == 0 ? quotient : quotient | 1), -shift);
  }

  private static double mean(BigInteger sum, BigInteger time) {
    int shift = Math.max(0, ENOUGH_BITS + time.bitLength() - sum.bitLength());
    BigInteger[] divided = sum.shiftLeft(shift).divideAndRemainder(time);
    BigInteger quotient = divided[1].signum() == 0 ? divided[0] : divided[0].setBit(0);
    return Math.scalb(quotient.doubleValue(), -shift);
  }

  private static BigInteger sum(long high, long low) {
    return BigInteger.valueOf(high)
        .shiftLeft(Long.SIZE)
        .or(new BigInteger(Long.toUnsignedString(low)));
  }
}
