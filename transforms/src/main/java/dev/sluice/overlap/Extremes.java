package dev.sluice.overlap;

import java.util.Arrays;

/**
 * The least and the greatest of any numbers that follow each other, in time that grows with the
 * logarithm of how many there are: those of every 64, of every 64 of these, and so on, are kept.
 */
final class Extremes {
  private static final int SHIFT = 6;
  private static final int LEVELS = 5;
  private static final int MASK = (1 << SHIFT) - 1;

  private final int[][] least = new int[LEVELS][16];
  private final int[][] greatest = new int[LEVELS][16];
  private int count;
  private int foundLeast;
  private int foundGreatest;

  /** Without numbers. */
  void clear() {
    count = 0;
  }

  /** Adds a number. */
  void add(int number) {
    int index = count++;
    for (int level = 0; level < LEVELS; level++) {
      boolean first = level == 0 || (index & ((1 << (SHIFT * level)) - 1)) == 0;
      int at = index >> (SHIFT * level);
      if (at == least[level].length) {
        least[level] = Arrays.copyOf(least[level], 2 * at);
        greatest[level] = Arrays.copyOf(greatest[level], 2 * at);
      }
      if (first) {
        least[level][at] = number;
        greatest[level][at] = number;
        continue;
      }
      boolean changes = false;
      if (number < least[level][at]) {
        least[level][at] = number;
        changes = true;
      }
      if (number > greatest[level][at]) {
        greatest[level][at] = number;
        changes = true;
      }
      if (!changes) {
        return; // Nor in those above, which have these in them.
      }
    }
  }

  /** Looks at one number: {@link #least} and {@link #greatest} are that. */
  void begin(int number) {
    foundLeast = number;
    foundGreatest = number;
  }

  /** Looks at another number too. */
  void include(int number) {
    foundLeast = Math.min(foundLeast, number);
    foundGreatest = Math.max(foundGreatest, number);
  }

  /** Looks at what others saw too. */
  void include(Extremes others) {
    include(others.foundLeast);
    include(others.foundGreatest);
  }

  /** Looks at numbers too: from one on, and before another. */
  void look(int from, int to) {
    int low = from;
    int high = to;
    for (int level = 0; level < LEVELS && low < high; level++) {
      boolean last = level == LEVELS - 1;
      while (low < high && (last || (low & MASK) != 0)) {
        see(level, low++);
      }
      while (low < high && (high & MASK) != 0) {
        see(level, --high);
      }
      low >>= SHIFT;
      high >>= SHIFT;
    }
  }

  private void see(int level, int index) {
    foundLeast = Math.min(foundLeast, least[level][index]);
    foundGreatest = Math.max(foundGreatest, greatest[level][index]);
  }

  /** The least that was seen. */
  int least() {
    return foundLeast;
  }

  /** The greatest that was seen. */
  int greatest() {
    return foundGreatest;
  }
}
