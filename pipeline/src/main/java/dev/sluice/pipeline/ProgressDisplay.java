package dev.sluice.pipeline;

import dev.sluice.fetch.MirrorState;
import dev.sluice.runners.ecs.TaskUse;
import dev.sluice.step.StepProgress;
import dev.sluice.step.TaskMessage;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Shows on standard error how far a run is, until it is closed: on a terminal one line a step, one
 * a mirror and one for each of what takes longest, redrawn in place 4 times a second; elsewhere a
 * plain line for each that changed, every 5 seconds and at the end; for machines a JSON object each
 * second and at the end. The cursor rests below the lines and is never hidden, so nothing has to be
 * put right when the process is killed. Safe for use by many threads.
 */
final class ProgressDisplay implements AutoCloseable {
  private static final Duration REDRAW = Duration.ofMillis(250);
  private static final Duration REPORT = Duration.ofSeconds(5);
  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final int PLAIN_WIDTH = 200;
  private static final String UP_AND_CLEAR = "\u001b[%dF\u001b[J";

  private final Supplier<RunState> progress;
  private final PrintStream out;
  private final Medium medium;
  private final IntSupplier width;
  private final IntSupplier height;
  private final LongSupplier nanos;
  private final ProgressLines lines;
  private final MirrorLines mirrorLines;
  private final StepRates rates = new StepRates();
  private final StepRates mirrorRates = new StepRates();
  private final Map<String, StepProgress> reported = new HashMap<>();
  private final Map<String, MirrorState> reportedMirrors = new HashMap<>();
  private final ScheduledExecutorService clock;
  private List<Integer> reportedTasks = List.of();
  private int drawn;
  private boolean closed;

  /** What is shown on. */
  enum Medium {
    TERMINAL,
    PLAIN,
    JSON
  }

  /**
   * A display that draws when it is told to.
   *
   * @param width the terminal's width, asked for at each drawing
   * @param height its height
   * @param nanos the time, as {@link System#nanoTime()}
   */
  ProgressDisplay(
      Supplier<RunState> progress,
      PrintStream out,
      Medium medium,
      IntSupplier width,
      IntSupplier height,
      LongSupplier nanos,
      ProgressLines lines) {
    this.progress = progress;
    this.out = out;
    this.medium = medium;
    this.width = width;
    this.height = height;
    this.nanos = nanos;
    this.lines = lines;
    this.mirrorLines = new MirrorLines(lines.colour());
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "progress");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts to show.
   *
   * @param progress how far the run is; asked for at each drawing
   * @param out where: only {@link System#err} can be a terminal
   */
  static ProgressDisplay start(Supplier<RunState> progress, PrintStream out, ProgressForm form) {
    boolean terminal = form == ProgressForm.AUTO && out == System.err && StandardError.isTerminal();
    boolean colour = terminal && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    boolean unicode = Charset.defaultCharset().newEncoder().canEncode('━') && terminal;
    ProgressDisplay display =
        new ProgressDisplay(
            progress,
            out,
            terminal ? Medium.TERMINAL : form == ProgressForm.JSON ? Medium.JSON : Medium.PLAIN,
            StandardError::width,
            StandardError::height,
            System::nanoTime,
            new ProgressLines(colour, unicode));
    display.schedule();
    return display;
  }

  /** Shows how far the run is now. */
  synchronized void draw() {
    if (closed) {
      return;
    }
    Drawn now = look();
    switch (medium) {
      case TERMINAL -> redraw("", now);
      case PLAIN -> report(now);
      case JSON -> {
        String moment =
            ProgressForm.moment(Instant.now(), now.state(), now.rates(), now.mirrorRates());
        out.print(moment + "\n");
      }
    }
    out.flush();
  }

  /** Prints a line above the steps' lines. */
  synchronized void message(String line) {
    switch (medium) {
      case TERMINAL -> {
        if (closed) {
          out.print(line + "\n");
        } else {
          redraw(line + "\n", look());
        }
      }
      case PLAIN -> out.print(line + "\n");
      case JSON -> out.print(ProgressForm.message(Instant.now(), line) + "\n");
    }
    out.flush();
  }

  /** Prints what a worker says above the steps' lines, if it is to be shown. */
  void message(TaskMessage said, boolean verbose) {
    WorkerLines worker = new WorkerLines(lines.colour(), verbose);
    if (worker.shows(said)) {
      message(
          medium == Medium.TERMINAL
              ? String.join("\n", worker.render(said, Math.max(1, width.getAsInt() - 1)))
              : WorkerLines.plain(said));
    }
  }

  /** Draws the final state, which stays, and stops. Messages are printed still. */
  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      draw();
      closed = true;
    }
  }

  /** A moment, and how fast everything is by then. */
  private record Drawn(
      RunState state, Map<String, StepRate> rates, Map<String, StepRate> mirrorRates) {}

  private Drawn look() {
    RunState state = progress.get();
    long now = nanos.getAsLong();
    return new Drawn(
        state, rates.at(now, state.steps()), mirrorRates.at(now, state.mirrorProgress()));
  }

  /** Measures without showing, so that rates are known when they are to be shown. */
  private synchronized void sample() {
    var unused = look();
  }

  private void schedule() {
    switch (medium) {
      case TERMINAL -> every(REDRAW, this::draw);
      case PLAIN -> {
        every(REDRAW, this::sample);
        every(REPORT, this::draw);
      }
      case JSON -> every(MOMENT, this::draw);
    }
  }

  private void every(Duration period, Runnable work) {
    long millis = period.toMillis();
    var unused = clock.scheduleAtFixedRate(work, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void redraw(String above, Drawn now) {
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) {
      frame.append(UP_AND_CLEAR.formatted(drawn));
    }
    frame.append(above);
    // A full last column would wrap on some terminals.
    int columns = Math.max(1, width.getAsInt() - 1);
    List<String> drawing = new ArrayList<>(lines.render(now.state().steps(), columns, now.rates()));
    drawing.addAll(mirrorLines.render(now.state().mirrors(), columns, now.mirrorRates()));
    drawing.addAll(taskUse(now.state(), columns));
    drawing.addAll(TaskLines.render(now.state().slow(), columns));
    // What is above the window's top cannot be drawn anew.
    int rows = Math.max(1, height.getAsInt() - 1);
    drawing.subList(Math.min(rows, drawing.size()), drawing.size()).clear();
    drawing.forEach(line -> frame.append(line).append('\n'));
    drawn = drawing.size();
    // In one piece, so that a frame is never seen half drawn.
    out.print(frame);
  }

  private static List<String> taskUse(RunState state, int columns) {
    TaskUse use = state.taskUse();
    if (use == null) {
      return List.of();
    }
    String line = "ECS: " + use.text();
    return List.of(line.substring(0, Math.min(columns, line.length())));
  }

  private void report(Drawn now) {
    for (StepProgress step : now.state().steps()) {
      if (!step.equals(reported.put(step.step(), step))) {
        print(lines.render(List.of(step), PLAIN_WIDTH, now.rates()));
      }
    }
    for (MirrorState mirror : now.state().mirrors()) {
      if (!mirror.equals(reportedMirrors.put(mirror.mirror(), mirror))) {
        print(mirrorLines.render(List.of(mirror), PLAIN_WIDTH, now.mirrorRates()));
      }
    }
    TaskUse use = now.state().taskUse();
    if (use != null && !counts(use).equals(reportedTasks)) {
      reportedTasks = counts(use);
      print(taskUse(now.state(), PLAIN_WIDTH));
    }
  }

  private static List<Integer> counts(TaskUse use) {
    return List.of(use.starting(), use.running(), use.onSpot(), use.ended());
  }

  private void print(List<String> rendered) {
    rendered.forEach(line -> out.print(line + "\n"));
  }
}
