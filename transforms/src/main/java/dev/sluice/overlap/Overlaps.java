package dev.sluice.overlap;

import dev.sluice.overlap.rows.BadRows;
import dev.sluice.overlap.rows.Columns;
import dev.sluice.overlap.rows.Rows;
import dev.sluice.overlap.rows.TableReader;
import dev.sluice.overlap.rows.TimeForm;
import dev.sluice.sort.LineInput;
import dev.sluice.step.SideBySide;
import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Half-open intervals {@code [start, end)} of time, and answers about how many of them are active.
 * An interval without an end is active from its start on; one that ends where it starts never is.
 *
 * <p>Reads CSV or NDJSON (see {@link TableReader}), and writes NDJSON. Memory: what is given for
 * times, mostly two to four bytes an interval; beside that about 80 MiB, or up to 400 MiB where
 * there are very many times. Past it times are spilled to the work folder, one to three bytes each;
 * what is left there by a count that was killed is deleted by the next one. Uses the cores that are
 * free. Not for use by several threads at a time.
 */
public final class Overlaps implements Closeable {
  private static final int PROBES_OF_PIECE = 1 << 15;

  private final SideBySide team;
  private final TimeRuns runs;
  private final BadRows badRows;
  private final long memoryBytes;
  private final int perRange;
  private final Queue<RunMaker> makers = new ConcurrentLinkedQueue<>();
  private TimeForm form = TimeForm.ISO;
  private long rows;
  private long bad;

  private Overlaps(Storage storage, URI work, long memoryBytes, BadRows badRows, int perRange) {
    this.team = new SideBySide("sluice-overlap");
    this.runs = new TimeRuns(team, storage, work, memoryBytes);
    this.badRows = badRows;
    this.memoryBytes = memoryBytes;
    this.perRange = perRange;
  }

  /**
   * Reads tables of intervals.
   *
   * @param work where a folder for spills is made when there are any; closing deletes it
   * @param memoryBytes for times
   * @throws IOException that names input and line if a row is bad, and bad rows fail
   */
  public static Overlaps read(
      List<LineInput> inputs,
      Columns columns,
      BadRows badRows,
      Storage storage,
      URI work,
      long memoryBytes)
      throws IOException, InterruptedException {
    return read(inputs, columns, badRows, storage, work, memoryBytes, 0);
  }

  /** The same, with ranges of so many times; 0 for what is best. */
  static Overlaps read(
      List<LineInput> inputs,
      Columns columns,
      BadRows badRows,
      Storage storage,
      URI work,
      long memoryBytes,
      int perRange)
      throws IOException, InterruptedException {
    Overlaps overlaps = new Overlaps(storage, work, memoryBytes, badRows, perRange);
    boolean isRead = false;
    try {
      overlaps.runs.clean();
      overlaps.read(inputs, columns);
      isRead = true;
      return overlaps;
    } finally {
      if (!isRead) {
        overlaps.close();
      }
    }
  }

  private void read(List<LineInput> inputs, Columns columns)
      throws IOException, InterruptedException {
    TableReader reader = new TableReader(team, columns, badRows, null);
    for (LineInput input : inputs) {
      reader.read(input, this::runs, made -> runs.add(made.starts(), made.ends()));
    }
    makers.clear();
    rows = reader.rows();
    bad = reader.bad();
    form = reader.form() == null ? TimeForm.ISO : reader.form();
  }

  private RunMaker.Runs runs(Rows read) {
    RunMaker found = makers.poll();
    RunMaker maker = found == null ? new RunMaker() : found;
    try {
      return maker.runs(read);
    } finally {
      makers.add(maker);
    }
  }

  /** How many intervals there are. */
  public long rows() {
    return rows;
  }

  /** How many rows were bad. */
  public long bad() {
    return bad;
  }

  /** How times are written. */
  public TimeForm form() {
    return form;
  }

  /** How many times what was read did not fit in the memory given. */
  public int spills() {
    return runs.spills();
  }

  private SweptTime time() {
    return perRange == 0
        ? new SweptTime(team, runs.starts(), runs.ends())
        : new SweptTime(team, runs.starts(), runs.ends(), perRange);
  }

  /**
   * Writes every change, as {@code {"at":TIME,"active":N}}: how many are active from then on, in
   * the order of time; before the first there is none.
   *
   * @return how many lines
   */
  public long writeChanges(OutputStream out) throws IOException, InterruptedException {
    Queue<LineBuffer> unused = new ConcurrentLinkedQueue<>();
    long[] lines = new long[1];
    time()
        .sweep(
            stretch -> {
              LineBuffer found = unused.poll();
              LineBuffer buffer = found == null ? new LineBuffer(form) : found;
              Lines.changes(stretch, buffer);
              return buffer;
            },
            (stretch, buffer) -> {
              buffer.writeTo(out);
              buffer.clear();
              unused.add(buffer);
              lines[0] += stretch.changes();
            });
    return lines[0];
  }

  /**
   * Writes steps of one length, as {@code {"at":BEGIN,"least":N,"greatest":N,"mean":X}}, from that
   * of the first change to that of the last one. Steps begin at multiples of the length since 0, or
   * since 1970.
   *
   * @param step in units of integers, or in microseconds; 1 or more
   * @return how many lines
   */
  public long writeGrid(long step, OutputStream out) throws IOException, InterruptedException {
    Lines.StepLines lines = new Lines.StepLines(form, out);
    sweep(new GridSteps(0, step, lines));
    lines.end();
    return lines.count();
  }

  /** Draws how many are active over time, as SVG. */
  public String plot() throws IOException, InterruptedException {
    Plot plot = new Plot(form);
    SweptTime time = time();
    List<TimeRange> ranges = time.ranges();
    if (!ranges.isEmpty()) {
      long first = ranges.get(0).from();
      long width = ranges.get(ranges.size() - 1).to() - first;
      sweep(new GridSteps(first, Math.max(1, (width + Plot.STEPS - 1) / Plot.STEPS), plot));
    }
    return plot.svg();
  }

  private void sweep(GridSteps steps) throws IOException, InterruptedException {
    time().sweep(stretch -> stretch, (stretch, same) -> steps.add(stretch));
    steps.end();
  }

  /** What a probe table had. */
  public record Probed(long rows, long bad) {}

  /**
   * Writes, for each row of other tables, how many of these intervals are active during it, as
   * {@code {"id":ID,"least":N,"greatest":N,"mean":X}}, in the order of those rows. The mean is
   * weighted by time. During a row that ends where it starts there is what is active at that
   * moment; a row without an end has no mean, which is null.
   *
   * <p>Time is swept once for as many rows as fit in half of the memory given.
   *
   * @param columns with an id
   */
  public Probed writeProbes(List<LineInput> inputs, Columns columns, OutputStream out)
      throws IOException, InterruptedException {
    SweptTime time = time();
    Probes probes = new Probes();
    TableReader reader = new TableReader(team, columns, badRows, rows == 0 ? null : form);
    for (LineInput input : inputs) {
      reader.read(
          input,
          found -> found,
          found -> {
            for (int from = 0; from < found.count(); from += PROBES_OF_PIECE) {
              if (probes.bytes() > memoryBytes / 2) {
                write(probes, time, out);
              }
              probes.add(found, from, Math.min(found.count(), from + PROBES_OF_PIECE));
            }
          });
    }
    write(probes, time, out);
    return new Probed(reader.rows(), reader.bad());
  }

  private void write(Probes probes, SweptTime time, OutputStream out)
      throws IOException, InterruptedException {
    ProbeSweep.answer(probes, time);
    Queue<LineBuffer> unused = new ConcurrentLinkedQueue<>();
    SideBySide.Pieces<LineBuffer> pieces =
        team.pieces(
            buffer -> {
              buffer.writeTo(out);
              buffer.clear();
              unused.add(buffer);
            });
    for (int from = 0; from < probes.count(); from += PROBES_OF_PIECE) {
      int first = from;
      int end = Math.min(probes.count(), from + PROBES_OF_PIECE);
      pieces.add(
          () -> {
            LineBuffer found = unused.poll();
            LineBuffer buffer = found == null ? new LineBuffer(form) : found;
            for (int row = first; row < end; row++) {
              Lines.probe(probes, row, buffer);
            }
            return buffer;
          });
    }
    pieces.finish();
    probes.clear();
  }

  @Override
  public void close() throws IOException {
    team.close();
    runs.close();
  }
}
