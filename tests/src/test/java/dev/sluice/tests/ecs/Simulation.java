package dev.sluice.tests.ecs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a container does that is no process.
 *
 * @param duration until it ends by itself
 * @param exitCode that it ends with then
 * @param work that it has done by then; not so if it is stopped before
 * @param says its lines, and when
 * @param patience until it ends after SIGTERM; longer than its stop timeout to ignore it
 * @param stopCode that it ends with then
 */
public record Simulation(
    Duration duration,
    int exitCode,
    Runnable work,
    List<Line> says,
    Duration patience,
    int stopCode) {
  private static final int TERMINATED = 143;
  private static final int KILLED = 137;

  public Simulation {
    says = List.copyOf(says);
  }

  /** Ends well after so long. */
  public static Simulation lasting(Duration duration) {
    return new Simulation(duration, 0, () -> {}, List.of(), Duration.ZERO, TERMINATED);
  }

  /** An image whose containers do what this says for each of them. */
  public static Program of(Function<Launch, Simulation> simulations) {
    return (launch, console, time) -> simulations.apply(launch).run(console, time);
  }

  public Simulation exiting(int code) {
    return new Simulation(duration, code, work, says, patience, stopCode);
  }

  public Simulation doing(Runnable action) {
    return new Simulation(duration, exitCode, action, says, patience, stopCode);
  }

  public Simulation saying(Duration after, String text) {
    List<Line> more = new ArrayList<>(says);
    more.add(new Line(after, text));
    return new Simulation(duration, exitCode, work, more, patience, stopCode);
  }

  /** Ends so long after SIGTERM, with 143. */
  public Simulation stoppingWithin(Duration time) {
    return stoppingWithin(time, TERMINATED);
  }

  /** Ends so long after SIGTERM, with this exit code: a handler may make it 0. */
  public Simulation stoppingWithin(Duration time, int code) {
    return new Simulation(duration, exitCode, work, says, time, code);
  }

  private Program.Running run(Program.Console console, Timeline time) {
    Container container = new Container(console, time);
    for (Line line : says) {
      time.after(line.after(), () -> container.say(line.text()));
    }
    time.after(duration, container::end);
    return container;
  }

  /** What is said, and how long after the start. */
  public record Line(Duration after, String text) {}

  private final class Container implements Program.Running {
    private final Program.Console console;
    private final Timeline time;
    private boolean ended;

    Container(Program.Console console, Timeline time) {
      this.console = console;
      this.time = time;
    }

    private void say(String text) {
      if (runs()) {
        console.line(text);
      }
    }

    private synchronized boolean runs() {
      return !ended;
    }

    private void end() {
      if (leaves()) {
        work.run();
        console.exited(exitCode);
      }
    }

    @Override
    public void terminate() {
      time.after(patience, () -> exit(stopCode));
    }

    @Override
    public void kill() {
      exit(KILLED);
    }

    private void exit(int code) {
      if (leaves()) {
        console.exited(code);
      }
    }

    private synchronized boolean leaves() {
      boolean first = !ended;
      ended = true;
      return first;
    }
  }
}
