package dev.sluice.overlap;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * How many intervals are active in a range of time: how many where it begins, and every change.
 * Made again and again in the same arrays.
 *
 * <p>Memory: about 60 bytes for each time in the range; or, where times stand close to each other,
 * 12 bytes for each change and 4 for each moment.
 */
final class Stretch {
  /** Up to so many moments a time, counting at each moment is faster than sorting. */
  private static final int MOST_MOMENTS_OF_TIME = 8;

  private final TimeRun.Decoder decoder = new TimeRun.Decoder();
  private final Times starts = new Times();
  private final Times ends = new Times();
  private long[] spare = new long[0];
  private int[] moments = new int[0];
  private TimeRange range = new TimeRange(0, 0);
  private long carriedIn;
  private long[] at = new long[0];
  private int[] active = new int[0];
  private int changes;

  /** The range. */
  TimeRange range() {
    return range;
  }

  /** How many are active before the first change. */
  int carriedIn() {
    return (int) carriedIn;
  }

  /** How many changes there are. */
  int changes() {
    return changes;
  }

  /** When they are; never the same as the one before. */
  long[] at() {
    return at;
  }

  /** How many are active from then on; never as many as before. */
  int[] active() {
    return active;
  }

  /** How many are active when the range ends. */
  int carriedOut() {
    return changes == 0 ? (int) carriedIn : active[changes - 1];
  }

  /** Times gathered. */
  private static final class Times implements TimeRun.Keys {
    long[] keys = new long[0];
    int count;

    @Override
    public void take(long[] found, int size) {
      if (keys.length - count < size) {
        keys = Arrays.copyOf(keys, Math.max(2 * keys.length, count + size));
      }
      System.arraycopy(found, 0, keys, count, size);
      count += size;
    }
  }

  /**
   * Gathers a range.
   *
   * @param perRange how many times a range should have
   */
  void gather(List<TimeRun> startRuns, List<TimeRun> endRuns, long unit, int perRange, TimeRange in)
      throws IOException {
    range = in;
    changes = 0;
    long width = (in.to() - in.from()) / unit;
    if (width <= (long) MOST_MOMENTS_OF_TIME * perRange) {
      countAtMoments(startRuns, endRuns, unit, (int) width);
    } else {
      carriedIn = gather(startRuns, unit, starts) - gather(endRuns, unit, ends);
      requireCountable(carriedIn + starts.count);
      int bits = Long.SIZE - Long.numberOfLeadingZeros(width);
      merge(sorted(starts, bits), starts.count, sorted(ends, bits), ends.count, unit);
    }
  }

  /**
   * Counts starts and ends that are at hand.
   *
   * @param in the range, from whose begin their times are counted
   * @param carried how many are active before
   * @param someStarts sorted, as are the ends
   */
  void count(TimeRange in, long carried, long[] someStarts, long[] someEnds) throws IOException {
    range = in;
    changes = 0;
    carriedIn = carried;
    requireCountable(carried + someStarts.length);
    merge(someStarts, someStarts.length, someEnds, someEnds.length, 1);
  }

  /** The sorted starts or ends of a range, as units after its begin; used again by the next. */
  long[] sortedTimes(List<TimeRun> runs, long unit, TimeRange in) throws IOException {
    range = in;
    gather(runs, unit, starts);
    return sorted(starts, Long.SIZE - Long.numberOfLeadingZeros((in.to() - in.from()) / unit));
  }

  /** How many {@link #sortedTimes} found. */
  int times() {
    return starts.count;
  }

  private long gather(List<TimeRun> runs, long unit, Times times) throws IOException {
    times.count = 0;
    long before = 0;
    for (TimeRun run : runs) {
      before += run.decode(range.from(), range.to(), unit, decoder, times);
    }
    return before;
  }

  private long[] sorted(Times times, int bits) {
    if (spare.length < times.count) {
      spare = new long[times.keys.length];
    }
    long[] sorted = RadixSort.sort(times.keys, spare, times.count, bits);
    if (sorted == spare) {
      spare = times.keys;
      times.keys = sorted;
    }
    return sorted;
  }

  private void merge(long[] startKeys, int startCount, long[] endKeys, int endCount, long unit) {
    room(startCount + endCount);
    int now = (int) carriedIn;
    int start = 0;
    int end = 0;
    while (start < startCount || end < endCount) {
      long key =
          end == endCount || (start < startCount && startKeys[start] < endKeys[end])
              ? startKeys[start]
              : endKeys[end];
      int before = now;
      for (; start < startCount && startKeys[start] == key; start++) {
        now++;
      }
      for (; end < endCount && endKeys[end] == key; end++) {
        now--;
      }
      if (now != before) {
        at[changes] = range.from() + key * unit;
        active[changes++] = now;
      }
    }
  }

  private void countAtMoments(List<TimeRun> startRuns, List<TimeRun> endRuns, long unit, int width)
      throws IOException {
    if (moments.length < width) {
      moments = new int[width];
    }
    int[] counts = moments;
    Arrays.fill(counts, 0, width, 0);
    long before = 0;
    for (TimeRun run : startRuns) {
      before +=
          run.decode(
              range.from(),
              range.to(),
              unit,
              decoder,
              (keys, count) -> {
                for (int i = 0; i < count; i++) {
                  counts[(int) keys[i]]++;
                }
              });
    }
    for (TimeRun run : endRuns) {
      before -=
          run.decode(
              range.from(),
              range.to(),
              unit,
              decoder,
              (keys, count) -> {
                for (int i = 0; i < count; i++) {
                  counts[(int) keys[i]]--;
                }
              });
    }
    carriedIn = before;
    int found = 0;
    for (int i = 0; i < width; i++) {
      found += counts[i] == 0 ? 0 : 1;
    }
    room(found);
    long now = carriedIn;
    for (int i = 0; i < width; i++) {
      if (counts[i] != 0) {
        now += counts[i];
        requireCountable(now);
        at[changes] = range.from() + i * unit;
        active[changes++] = (int) now;
      }
    }
  }

  private static void requireCountable(long active) throws IOException {
    if (active > Integer.MAX_VALUE) {
      throw new IOException(
          "Cannot count what is active: too many at a time (%d; expected %d at most)"
              .formatted(active, Integer.MAX_VALUE));
    }
  }

  private void room(int wanted) {
    if (at.length < wanted) {
      at = new long[wanted + wanted / 8];
      active = new int[wanted + wanted / 8];
    }
  }
}
