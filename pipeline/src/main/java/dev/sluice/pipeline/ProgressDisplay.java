package dev.sluice.pipeline;

import dev.sluice.step.StepProgress;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Duration;
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
 * Shows on standard error how far a run is, until it is closed: on a terminal one line a step,
 * redrawn in place 4 times a second; elsewhere a plain line for each step that changed, every 5
 * seconds and at the end. The cursor rests below the lines and is never hidden, so nothing has to
 * be put right when the process is killed. Safe for use by many threads.
 */
final class ProgressDisplay implements AutoCloseable {
  private static final Duration REDRAW = Duration.ofMillis(250);
  private static final Duration REPORT = Duration.ofSeconds(5);
  private static final int PLAIN_WIDTH = 200;
  private static final String UP_AND_CLEAR = "\u001b[%dF\u001b[J";

  private final Supplier<List<StepProgress>> progress;
  private final PrintStream out;
  private final boolean terminal;
  private final IntSupplier width;
  private final LongSupplier nanos;
  private final ProgressLines lines;
  private final StepRates rates = new StepRates();
  private final Map<String, StepProgress> reported = new HashMap<>();
  private final ScheduledExecutorService clock;
  private int drawn;
  private boolean closed;

  /**
   * A display that draws when it is told to.
   *
   * @param width the terminal's width, asked for at each drawing
   * @param nanos the time, as {@link System#nanoTime()}
   */
  ProgressDisplay(
      Supplier<List<StepProgress>> progress,
      PrintStream out,
      boolean terminal,
      IntSupplier width,
      LongSupplier nanos,
      ProgressLines lines) {
    this.progress = progress;
    this.out = out;
    this.terminal = terminal;
    this.width = width;
    this.nanos = nanos;
    this.lines = lines;
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
   * @param progress how far the steps are; asked for at each drawing
   * @param out where: only {@link System#err} can be a terminal
   */
  static ProgressDisplay start(Supplier<List<StepProgress>> progress, PrintStream out) {
    boolean terminal = out == System.err && StandardError.isTerminal();
    boolean colour = terminal && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    boolean unicode = Charset.defaultCharset().newEncoder().canEncode('━') && terminal;
    ProgressDisplay display =
        new ProgressDisplay(
            progress,
            out,
            terminal,
            StandardError::width,
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
    List<StepProgress> steps = progress.get();
    Map<String, StepRate> now = rates.at(nanos.getAsLong(), steps);
    if (terminal) {
      redraw("", steps, now);
    } else {
      report(steps, now);
    }
    out.flush();
  }

  /** Prints a line above the steps' lines. */
  synchronized void message(String line) {
    if (terminal && !closed) {
      List<StepProgress> steps = progress.get();
      redraw(line + "\n", steps, rates.at(nanos.getAsLong(), steps));
    } else {
      out.print(line + "\n");
    }
    out.flush();
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

  /** Measures without showing, so that rates are known when they are to be shown. */
  private synchronized void sample() {
    var unused = rates.at(nanos.getAsLong(), progress.get());
  }

  private void schedule() {
    if (terminal) {
      every(REDRAW, this::draw);
    } else {
      every(REDRAW, this::sample);
      every(REPORT, this::draw);
    }
  }

  private void every(Duration period, Runnable work) {
    long millis = period.toMillis();
    var unused = clock.scheduleAtFixedRate(work, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void redraw(String above, List<StepProgress> steps, Map<String, StepRate> now) {
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) {
      frame.append(UP_AND_CLEAR.formatted(drawn));
    }
    frame.append(above);
    // A full last column would wrap on some terminals.
    List<String> drawing = lines.render(steps, Math.max(1, width.getAsInt() - 1), now);
    drawing.forEach(line -> frame.append(line).append('\n'));
    drawn = drawing.size();
    // In one piece, so that a frame is never seen half drawn.
    out.print(frame);
  }

  private void report(List<StepProgress> steps, Map<String, StepRate> now) {
    for (StepProgress step : steps) {
      if (!step.equals(reported.put(step.step(), step))) {
        lines.render(List.of(step), PLAIN_WIDTH, now).forEach(line -> out.print(line + "\n"));
      }
    }
  }
}
