package dev.sluice.overlap;

import dev.sluice.overlap.rows.Rows;

/** Makes runs of the rows of a block. Memory: about 30 bytes for each row. */
final class RunMaker {
  /** What times may be multiples of; each one divides those before it. */
  private static final long[] UNITS = {1_000_000_000, 1_000_000, 1_000, 1};

  private long[] keys = new long[0];
  private long[] spare = new long[0];
  private byte[] buffer = new byte[0];

  /** The starts and the ends of a block. */
  record Runs(TimeRun starts, TimeRun ends) {}

  /** Makes runs of starts and ends; of those of intervals that are never active, none. */
  Runs runs(Rows rows) {
    if (keys.length < rows.count()) {
      int length = rows.count() + rows.count() / 8;
      keys = new long[length];
      spare = new long[length];
      buffer = new byte[TimeRun.MOST_BYTES_OF_TIME * length];
    }
    long[] starts = rows.starts();
    long[] ends = rows.ends();
    int count = 0;
    for (int i = 0; i < rows.count(); i++) {
      keys[count] = starts[i];
      count += starts[i] == ends[i] ? 0 : 1;
    }
    TimeRun startRun = run(count);
    count = 0;
    for (int i = 0; i < rows.count(); i++) {
      keys[count] = ends[i];
      count += starts[i] == ends[i] || ends[i] == Rows.OPEN ? 0 : 1;
    }
    return new Runs(startRun, run(count));
  }

  private TimeRun run(int count) {
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, keys[i]);
      greatest = Math.max(greatest, keys[i]);
    }
    if (count == 0) {
      return TimeRun.of(keys, 0, 0, UNITS[0], buffer);
    }
    long unit = unit(count);
    for (int i = 0; i < count; i++) {
      keys[i] = (keys[i] - least) / unit;
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros((greatest - least) / unit);
    long[] sorted = RadixSort.sort(keys, spare, count, bits);
    if (sorted == spare) {
      spare = keys;
      keys = sorted;
    }
    return TimeRun.of(keys, count, least, unit, buffer);
  }

  /** The greatest unit of all keys. */
  private long unit(int count) {
    int coarsest = 0;
    for (int i = 0; i < count && coarsest < UNITS.length - 1; i++) {
      while (keys[i] % UNITS[coarsest] != 0) {
        coarsest++;
      }
    }
    return UNITS[coarsest];
  }
}
