package dev.sluice.overlap;

import dev.sluice.step.SideBySide;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** All the time from the first start or end to the last one, to be swept range by range. */
final class SweptTime {
  /** How many starts and ends a range has at least, if there are as many. */
  static final int LEAST_PER_RANGE = 1 << 17;

  private static final int MOST_PER_RANGE = 1 << 19;

  /** Few ranges are gathered faster, many take less memory at a time. */
  private static final int RANGES = 256;

  private final SideBySide team;
  private final List<TimeRun> starts;
  private final List<TimeRun> ends;
  private final long unit;
  private final int perRange;
  private final List<TimeRange> ranges;
  private final Queue<Stretch> unused = new ConcurrentLinkedQueue<>();

  SweptTime(SideBySide team, List<TimeRun> starts, List<TimeRun> ends) {
    this(team, starts, ends, perRange(starts) + perRange(ends));
  }

  SweptTime(SideBySide team, List<TimeRun> starts, List<TimeRun> ends, int perRange) {
    this.team = team;
    this.starts = starts;
    this.ends = ends;
    this.perRange = perRange;
    List<TimeRun> all = Stream.concat(starts.stream(), ends.stream()).toList();
    this.unit = TimeRuns.unit(all);
    this.ranges = TimeRange.cut(all, unit, perRange);
  }

  private static int perRange(List<TimeRun> runs) {
    long times = runs.stream().mapToLong(TimeRun::count).sum();
    return (int) Math.max(LEAST_PER_RANGE / 2, Math.min(MOST_PER_RANGE / 2, times / RANGES));
  }

  /** The ranges, one after another without a gap; none if there are no intervals. */
  List<TimeRange> ranges() {
    return ranges;
  }

  /** Makes something of a stretch. */
  @FunctionalInterface
  interface Making<T> {
    T of(Stretch stretch) throws IOException;
  }

  /** Takes a stretch and what was made of it. */
  @FunctionalInterface
  interface Taking<T> {
    void take(Stretch stretch, T made) throws IOException, InterruptedException;
  }

  private record Made<T>(Stretch stretch, T made) {}

  /**
   * Sweeps.
   *
   * @param beside makes something of a stretch, on any thread
   * @param taking takes it in the order of time, on the calling thread; the stretch is used again
   */
  <T> void sweep(Making<T> beside, Taking<T> taking) throws IOException, InterruptedException {
    SideBySide.Pieces<Made<T>> pieces =
        team.pieces(
            made -> {
              taking.take(made.stretch(), made.made());
              unused.add(made.stretch());
            });
    for (TimeRange range : ranges) {
      pieces.add(
          () -> {
            Stretch found = unused.poll();
            Stretch stretch = found == null ? new Stretch() : found;
            stretch.gather(starts, ends, unit, perRange, range);
            return new Made<>(stretch, beside.of(stretch));
          });
    }
    pieces.finish();
  }
}
