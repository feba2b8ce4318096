package dev.sluice.overlap;

import dev.sluice.sort.SpillFolder;
import dev.sluice.step.SideBySide;
import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * All starts and all ends of a table, in runs. What does not fit in the memory given is spilled:
 * the runs in memory are merged, range of time by range, and written as one file of runs that
 * follow each other in time, of which only where they are stays in memory.
 */
final class TimeRuns implements Closeable {
  private final SideBySide team;
  private final Storage storage;
  private final SpillFolder folder;
  private final long memoryBytes;
  private final List<TimeRun> starts = new ArrayList<>();
  private final List<TimeRun> ends = new ArrayList<>();
  private final List<TimeRun> spilledStarts = new ArrayList<>();
  private final List<TimeRun> spilledEnds = new ArrayList<>();
  private final Queue<Stretch> unused = new ConcurrentLinkedQueue<>();
  private long inMemory;
  private int spills;

  /**
   * No runs yet.
   *
   * @param work where a folder for spills is made, once there is one
   * @param memoryBytes for runs
   */
  TimeRuns(SideBySide team, Storage storage, URI work, long memoryBytes) {
    this.team = team;
    this.storage = storage;
    this.folder = new SpillFolder(storage, work);
    this.memoryBytes = memoryBytes;
  }

  /** Deletes what was spilled to the work folder by those that were killed. */
  void clean() throws IOException {
    folder.clean();
  }

  /** Adds runs of starts and ends. */
  void add(TimeRun someStarts, TimeRun someEnds) throws IOException, InterruptedException {
    keep(someStarts, starts);
    keep(someEnds, ends);
    if (inMemory > memoryBytes) {
      spilledStarts.addAll(spill(starts, "starts"));
      spilledEnds.addAll(spill(ends, "ends"));
      spills++;
      inMemory = 0;
    }
  }

  private void keep(TimeRun run, List<TimeRun> kept) {
    if (run.count() > 0) {
      kept.add(run);
      inMemory += run.codedBytes() + run.indexBytes();
    }
  }

  /** How many times memory was too small. */
  int spills() {
    return spills;
  }

  List<TimeRun> starts() {
    return both(spilledStarts, starts);
  }

  List<TimeRun> ends() {
    return both(spilledEnds, ends);
  }

  private static List<TimeRun> both(List<TimeRun> some, List<TimeRun> others) {
    List<TimeRun> both = new ArrayList<>(some);
    both.addAll(others);
    return both;
  }

  /** What all times of runs are multiples of. */
  static long unit(List<TimeRun> runs) {
    return runs.stream().mapToLong(TimeRun::unit).min().orElse(1);
  }

  /** A merged run, and its bytes, which are to be written. */
  private record Merged(TimeRun run, Stretch stretch) {}

  private List<TimeRun> spill(List<TimeRun> runs, String name)
      throws IOException, InterruptedException {
    List<TimeRun> merged = List.copyOf(runs);
    runs.clear();
    long unit = unit(merged);
    URI file = URI.create(folder.make() + "/%s-%05d".formatted(name, spills));
    List<TimeRun> spilled = new ArrayList<>();
    try (AtomicOutput out = storage.create(file)) {
      long[] written = new long[1];
      SideBySide.Pieces<Merged> pieces =
          team.pieces(
              made -> {
                TimeRun run = made.run();
                TimeRun.Decoder whole = new TimeRun.Decoder();
                out.write(run.coded(whole), whole.at, run.codedBytes());
                long begin = written[0];
                spilled.add(run.at((from, to, decoder) -> read(file, begin, from, to, decoder)));
                written[0] += run.codedBytes();
                unused.add(made.stretch());
              });
      for (TimeRange range : TimeRange.cut(merged, unit, SweptTime.LEAST_PER_RANGE)) {
        pieces.add(() -> merge(merged, unit, range));
      }
      pieces.finish();
      out.commitUnforced();
    }
    return spilled;
  }

  private Merged merge(List<TimeRun> runs, long unit, TimeRange range) throws IOException {
    Stretch found = unused.poll();
    Stretch stretch = found == null ? new Stretch() : found;
    long[] times = stretch.sortedTimes(runs, unit, range);
    byte[] buffer = new byte[TimeRun.MOST_BYTES_OF_TIME * stretch.times()];
    return new Merged(TimeRun.of(times, stretch.times(), range.from(), unit, buffer), stretch);
  }

  private byte[] read(URI file, long begin, int from, int to, TimeRun.Decoder decoder)
      throws IOException {
    int length = to - from;
    if (decoder.bytes.length < length) {
      decoder.bytes = new byte[length + length / 4];
    }
    decoder.at = 0;
    try (InputStream in = storage.read(file, begin + from)) {
      if (in.readNBytes(decoder.bytes, 0, length) < length) {
        throw new IOException("Cannot read the spill %s: it is truncated".formatted(file));
      }
    }
    return decoder.bytes;
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
