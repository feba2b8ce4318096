package dev.sluice.overlap;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** A sum of times multiplied by counts, exact: a number of 128 bits. */
final class Area {
  private static final long UNSIGNED_MASK = Long.MAX_VALUE;

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

  /** The mean over a time, which is not 0. */
  double mean(long time) {
    return mean(high, low, time);
  }

  /** The mean over a time: correctly rounded while the sum is below 2^53, else nearly so. */
  static double mean(long high, long low, long time) {
    if (high == 0 && low >= 0) {
      return (double) low / time;
    }
    BigInteger sum =
        BigInteger.valueOf(high)
            .shiftLeft(Long.SIZE)
            .add(BigInteger.valueOf(low & UNSIGNED_MASK))
            .add(low < 0 ? BigInteger.ONE.shiftLeft(Long.SIZE - 1) : BigInteger.ZERO);
    return new BigDecimal(sum)
        .divide(BigDecimal.valueOf(time), MathContext.DECIMAL128)
        .doubleValue();
  }
}
