package dev.sluice.overlap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A range of time.
 *
 * @param from its begin
 * @param to its end, not in it
 */
record TimeRange(long from, long to) {
  /** So many times tell as much about where ranges should begin as all of them. */
  private static final int MOST_SAMPLES = 1 << 20;

  /**
   * Cuts the time from the first to the last time of runs, that one included, into ranges of about
   * equally many times. A time that is as frequent as several ranges has a range of its own.
   *
   * @param unit what all times are multiples of
   * @param perRange how many times a range should have
   */
  static List<TimeRange> cut(List<TimeRun> runs, long unit, int perRange) {
    long[] samples = samples(runs);
    if (samples.length == 0) {
      return List.of();
    }
    long times = runs.stream().mapToLong(TimeRun::count).sum();
    long last = runs.stream().mapToLong(TimeRun::last).max().orElseThrow();
    int ranges = (int) Math.max(1, Math.min(samples.length, times / perRange));
    List<TimeRange> cut = new ArrayList<>();
    long from = samples[0];
    for (int i = 1; i < ranges; i++) {
      long border = samples[(int) ((long) i * samples.length / ranges)];
      if (border > from) {
        cut.add(new TimeRange(from, border));
        from = border;
      } else if (border == from && from + unit <= last) {
        cut.add(new TimeRange(from, from + unit));
        from += unit;
      }
    }
    cut.add(new TimeRange(from, last + unit));
    return cut;
  }

  private static long[] samples(List<TimeRun> runs) {
    long all = runs.stream().mapToLong(run -> run.firsts().length).sum();
    int step = (int) (1 + all / MOST_SAMPLES);
    // With the first time of each run, before which there is none.
    long[] samples =
        runs.stream()
            .flatMapToLong(
                run -> {
                  long[] firsts = run.firsts();
                  long[] some = new long[(firsts.length + step - 1) / step];
                  for (int i = 0; i < some.length; i++) {
                    some[i] = firsts[i * step];
                  }
                  return Arrays.stream(some);
                })
            .toArray();
    Arrays.sort(samples);
    return samples;
  }
}
