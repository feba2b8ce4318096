package dev.sluice.overlap;

import java.util.Arrays;
import java.util.Map;

/** How many are active when a range of time begins. Memory: 16 bytes a range with any change. */
final class Carried {
  private final long[] ranges;
  private final long[] after;

  /**
   * Adds up.
   *
   * @param balances how many more began than ended in each range in which any did
   */
  Carried(Map<Long, Long> balances) {
    this.ranges = balances.keySet().stream().mapToLong(range -> range).sorted().toArray();
    this.after = new long[ranges.length];
    long active = 0;
    for (int i = 0; i < ranges.length; i++) {
      active += balances.getOrDefault(ranges[i], 0L);
      after[i] = active;
    }
  }

  /** The ranges with any start or end, in order. */
  long[] ranges() {
    return ranges;
  }

  /** How many such ranges are before one. */
  int before(long range) {
    int found = Arrays.binarySearch(ranges, range);
    return found < 0 ? -found - 1 : found;
  }

  /** How many are active when a range begins, but for those that begin then. */
  long into(long range) {
    int before = before(range);
    return before == 0 ? 0 : after[before - 1];
  }
}
