package dev.sluice.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.fetch.MirrorState;
import dev.sluice.runners.ecs.TaskUse;
import dev.sluice.step.Json;
import dev.sluice.step.StepProgress;
import dev.sluice.step.Underway;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** In which form standard error tells how far a run is. */
enum ProgressForm {
  /** For people: redrawn in place on a terminal, plain lines elsewhere. */
  AUTO,
  /** For machines: one JSON object a line. */
  JSON;

  /**
   * One moment of a run.
   *
   * @param at when
   * @param steps the steps that were announced or have begun
   * @param mirrors who serves
   * @param slow what has been going on for long
   * @param tasks what tasks on ECS have used; null if there are none
   */
  private record Moment(
      Instant at,
      List<Step> steps,
      List<Serving> mirrors,
      List<Slow> slow,
      @Nullable TaskUse tasks) {}

  private record Slow(String step, String subject, long seconds, long bytes) {}

  private record Step(
      String step,
      int waiting,
      int running,
      int done,
      int failed,
      int retried,
      long bytes,
      @Nullable Long expectedBytes,
      long bytesPerSecond) {}

  private record Serving(
      String mirror, int connections, int cap, long bytes, int failures, long bytesPerSecond) {}

  private record Message(Instant at, String message) {}

  /** What a run tells beside its progress, as far as it is printed there: in the same form. */
  PrintStream messages(PrintStream err) {
    return this == JSON ? new PrintStream(new MessageLines(err), true, UTF_8) : err;
  }

  /** The object for one moment. */
  static String moment(
      Instant at, RunState state, Map<String, StepRate> steps, Map<String, StepRate> mirrors) {
    return Json.text(
        new Moment(
            at,
            state.steps().stream().map(step -> step(step, rate(step.step(), steps))).toList(),
            state.mirrors().stream()
                .map(mirror -> serving(mirror, rate(mirror.mirror(), mirrors)))
                .toList(),
            state.slow().stream().map(ProgressForm::slow).toList(),
            state.taskUse()));
  }

  /** The object for one message. */
  static String message(Instant at, String text) {
    return Json.text(new Message(at, text));
  }

  private static Step step(StepProgress step, long rate) {
    return new Step(
        step.step(),
        step.waiting(),
        step.running(),
        step.done(),
        step.failed(),
        step.retried(),
        step.bytes(),
        step.expectedBytes() < 0 ? null : step.expectedBytes(),
        step.running() == 0 ? 0 : rate);
  }

  private static Serving serving(MirrorState mirror, long rate) {
    return new Serving(
        mirror.mirror(),
        mirror.connections(),
        mirror.cap(),
        mirror.bytes(),
        mirror.failures(),
        mirror.connections() == 0 ? 0 : rate);
  }

  private static Slow slow(Underway task) {
    return new Slow(task.step(), task.subject(), task.elapsed().toSeconds(), task.bytes());
  }

  private static long rate(String name, Map<String, StepRate> rates) {
    return Math.round(rates.getOrDefault(name, StepRate.UNKNOWN).bytesPerSecond());
  }

  /** Makes each line a message's object. */
  private static final class MessageLines extends OutputStream {
    private final PrintStream err;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    MessageLines(PrintStream err) {
      this.err = err;
    }

    @Override
    public synchronized void write(int b) {
      if (b != '\n') {
        line.write(b);
      } else {
        String text = line.toString(UTF_8).stripTrailing();
        line.reset();
        if (!text.isEmpty()) {
          err.print(message(Instant.now(), text) + "\n");
          err.flush();
        }
      }
    }
  }
}
