package dev.sluice.overlap;

import java.io.IOException;
import java.util.Arrays;

/** The starts or the ends of a range of time, in any order. Memory: 50 bytes each at most. */
final class Moments {
  private long[] moments = new long[64];
  private int count;

  private Moments() {}

  /** A start, as one number: twice how far it is in its range. */
  static long start(long inRange) {
    return 2 * inRange;
  }

  /** An end: one more than a start there would be. */
  static long end(long inRange) {
    return 2 * inRange + 1;
  }

  /** Sweeps a range. */
  static Stretch sweep(TimeRange range, long carriedIn, Iterable<Long> startsAndEnds)
      throws IOException {
    Moments starts = new Moments();
    Moments ends = new Moments();
    for (long moment : startsAndEnds) {
      ((moment & 1) == 0 ? starts : ends).add(moment >> 1);
    }
    Stretch stretch = new Stretch();
    stretch.count(range, carriedIn, starts.sorted(), ends.sorted());
    return stretch;
  }

  private void add(long moment) {
    if (count == moments.length) {
      moments = Arrays.copyOf(moments, 2 * count);
    }
    moments[count++] = moment;
  }

  private long[] sorted() {
    long[] all = Arrays.copyOf(moments, count);
    Arrays.sort(all);
    return all;
  }
}
