package dev.sluice.sort;

import dev.sluice.step.Cores;

/**
 * How much memory a sort may take for records. What is asked for is the whole process's, and never
 * more than two fifths of the largest heap is given: merging, Beam and the young generation need
 * the rest.
 */
public final class SortMemory {
  private static final long MIB = 1 << 20;

  private SortMemory() {}

  /** Bytes for a sort that is the only one in the process. */
  public static long whole(long requestedMib) {
    return shared(requestedMib, 1);
  }

  /** Bytes for each sort when as many run at a time as there are {@link Cores#COUNT cores}. */
  public static long perCore(long requestedMib) {
    return shared(requestedMib, Cores.COUNT);
  }

  /** Bytes for each of as many sorts as run at a time. */
  public static long shared(long requestedMib, int sorts) {
    return bounded(requestedMib, Runtime.getRuntime().maxMemory(), sorts);
  }

  static long bounded(long requestedMib, long heapBytes, int sorts) {
    if (requestedMib <= 0 || requestedMib > Long.MAX_VALUE / MIB) {
      throw new IllegalArgumentException(
          "Cannot sort in %d MiB of memory (expected 1 or more)".formatted(requestedMib));
    }
    return Math.max(1, Math.min(requestedMib * MIB, heapBytes / 5 * 2) / sorts);
  }
}
