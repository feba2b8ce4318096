package dev.sluice.runners;

import dev.sluice.runners.ecs.Attempts;
import dev.sluice.runners.ecs.EndCause;
import dev.sluice.step.Load;
import dev.sluice.step.Progress;
import dev.sluice.step.Reservation;
import dev.sluice.step.Reservations;
import dev.sluice.step.RunMessages;
import dev.sluice.step.StepFunction;
import dev.sluice.step.StepOutcome;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepRunner;
import dev.sluice.step.StepTask;
import dev.sluice.step.TaskMessage;
import dev.sluice.step.WorkerLine;
import dev.sluice.step.WorkerLine.Kind;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request that is a task, over all its attempts. What the step itself says, a failure included,
 * is the outcome; a worker that ends and leaves no outcome was lost, and another one is launched,
 * as {@link Attempts} says. All but {@link #outcome()} and {@link #pace()} is for the event loop.
 */
final class RemoteTask<Q, R> {
  private static final long LEAST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final StepRunner<Q, R> runner;
  private final Q request;
  private final int retries;
  private final Instant submitted = Instant.now();
  private volatile @Nullable StepOutcome<R> outcome;
  private volatile long asked = System.nanoTime();

  private int attempt;
  private boolean looked;
  private boolean resumed;
  private @Nullable Reservation reservation;
  private Attempts attempts = Attempts.NONE;
  private final List<String> lost = new ArrayList<>();
  private @Nullable StepTask task;
  private @Nullable RunningTask running;
  private Progress.@Nullable Execution progress;
  private long metered;
  private LastLines last = new LastLines();

  RemoteTask(StepRunner<Q, R> runner, Q request, int retries) {
    this.runner = runner;
    this.request = request;
    this.retries = retries;
  }

  Load load() {
    return function().load();
  }

  Optional<StepOutcome<R>> outcome() {
    return Optional.ofNullable(outcome);
  }

  /**
   * Waits if it was asked for just before: some runners, Flink among them, come back at once and
   * again when their input has ended, whatever delay they were given. The others of such a round
   * need not wait any more then.
   */
  void pace() throws InterruptedException {
    long early = LEAST_PAUSE_NANOS - (System.nanoTime() - asked);
    if (early > 0) {
      TimeUnit.NANOSECONDS.sleep(early);
    }
    asked = System.nanoTime();
  }

  /**
   * Makes the next attempt; empty if that cannot be, which is the outcome then, or if what it needs
   * is not free.
   */
  Optional<RunningTask> launch(TaskLauncher launcher) throws InterruptedException {
    try {
      resumed = !looked && resume(launcher);
      looked = true;
      if (outcome != null || !(resumed || reserve(launcher))) {
        return Optional.empty();
      }
      StepTask next = resumed ? resumedTask(launcher) : newTask(launcher);
      RunningTask launched = launcher.launch(next, storage(), load(), attempts, told(attempt));
      task = next;
      running = launched;
      progress =
          runner.environment().progress().start(function().name(), function().subject(request));
      return Optional.of(launched);
    } catch (IOException | RuntimeException e) {
      giveBack(true);
      outcome = runner.failed(request, e, submitted);
      return Optional.empty();
    }
  }

  /** Takes what the next attempt needs; false if that is not free. */
  private boolean reserve(TaskLauncher launcher) throws IOException, InterruptedException {
    Optional<Reservations<Q>> needed =
        launcher.reserves() ? function().reservations() : Optional.empty();
    if (needed.isEmpty()) {
      return true;
    }
    reservation = needed.get().take(request).orElse(null);
    return reservation != null;
  }

  private void giveBack(boolean ended) {
    if (reservation != null) {
      reservation.giveBack(ended);
      reservation = null;
    }
  }

  private StepTask newTask(TaskLauncher launcher) throws IOException {
    StepTask next = task(launcher, ++attempt);
    if (reservation != null) {
      next = next.holding(reservation);
    }
    storage().delete(next.outcome()); // A job that was started again counts from 1 again.
    next.put(storage());
    return next;
  }

  /** As it was launched, or was about to be. */
  private StepTask resumedTask(TaskLauncher launcher) throws IOException {
    StepTask launched = StepTask.at(task(launcher, attempt).place(), storage());
    String ticket = launched.ticket();
    if (ticket != null) {
      reservation = function().reservations().map(all -> all.of(ticket)).orElse(null);
    }
    return launched;
  }

  /**
   * Finds what an earlier driver came to, which may be the outcome. A failure is none: what follows
   * it is tried afresh.
   *
   * @return whether its last attempt is gone on with
   */
  private boolean resume(TaskLauncher launcher) throws IOException {
    Optional<TaskLauncher.Earlier> earlier = launcher.earlier(task(launcher, 1), storage());
    if (earlier.isEmpty()) {
      return false;
    }
    attempt = earlier.get().attempt();
    attempts = earlier.get().attempts();
    Optional<StepReport> report = task(launcher, attempt).report(storage());
    if (report.isPresent() && !report.get().failed()) {
      outcome = runner.collect(request, report.get(), submitted).orElse(null);
      if (outcome != null) {
        runner
            .environment()
            .progress()
            .start(function().name(), function().subject(request))
            .end(false);
      }
    }
    return report.isEmpty();
  }

  /** Takes the lines of an attempt, on any thread. */
  private Consumer<WorkerLine> told(int number) {
    LastLines latest = new LastLines();
    last = latest;
    return line -> {
      latest.add(line);
      tell(number, line);
    };
  }

  private void tell(int number, WorkerLine line) {
    RunMessages.of(runner.environment().run())
        .tell(new TaskMessage(function().name(), function().subject(request), number, line));
  }

  private void tell(Kind kind, String text) {
    tell(attempt, WorkerLine.message(Instant.now(), kind, text));
  }

  /** Tells of an end without a result: that it is tried again, or all that is known. */
  private void tellLost(TaskExit exit, boolean again) {
    if (again) {
      tell(Kind.WARN, "Is tried again: " + exit);
      return;
    }
    List<String> texts = last.texts();
    tell(Kind.ERROR, "Is given up: %s; the last it said:".formatted(exit));
    texts.forEach(text -> tell(Kind.ERROR, "| " + text));
  }

  private StepTask task(TaskLauncher launcher, int number) throws IOException {
    return StepTask.of(
            launcher.environment(runner.environment()),
            function(),
            request,
            runner.fingerprint(request),
            number)
        .leased(launcher.lease());
  }

  /** Takes the end of the attempt in; how long to wait for the next; empty: there is an outcome. */
  Optional<Duration> end(TaskExit exit) {
    meter();
    StepOutcome<R> came;
    try {
      came = collected();
    } catch (IOException | RuntimeException e) {
      came = runner.failed(request, e, submitted);
    }
    boolean isLost = came == null;
    // What left no result and no exit code may go on though nobody can see it.
    giveBack(!isLost || exit.code().isPresent() || exit.cause() != EndCause.LOST);
    Optional<Attempts.Next> next = isLost ? next(exit.cause()) : Optional.empty();
    if (next.isPresent()) {
      attempts = next.get().attempts();
      lost.add("task %d: %s".formatted(attempt, exit));
    } else if (came == null) {
      came = runner.failed(request, lost(exit), submitted);
    }
    if (isLost) {
      tellLost(exit, next.isPresent());
    }
    endProgress(came == null ? null : came.report());
    outcome = came == null ? null : came.after(lost);
    return next.map(Attempts.Next::delay);
  }

  /** What the driver before did to its tasks, such as stop them, costs no retry. */
  private Optional<Attempts.Next> next(EndCause cause) {
    return resumed && cause == EndCause.LOST
        ? Optional.of(new Attempts.Next(attempts, Duration.ZERO))
        : attempts.after(cause, retries);
  }

  private @Nullable StepOutcome<R> collected() throws IOException {
    if (task == null) {
      return null;
    }
    Optional<StepReport> report = task.report(storage());
    return report.isEmpty() ? null : runner.collect(request, report.get(), submitted).orElse(null);
  }

  /** Takes the end of the last attempt in when nobody waits for it any more. */
  void abandon() {
    meter();
    if (progress != null) {
      progress.end(true);
    }
  }

  private void endProgress(@Nullable StepReport report) {
    if (progress == null) {
      return;
    }
    if (report == null) {
      progress.breakOff();
    } else {
      progress.end(report.failed());
    }
  }

  /** Tells the progress how far the worker is; what an earlier attempt had done counts once. */
  void meter() {
    if (running != null && progress != null) {
      long bytes = running.bytes();
      progress.accept(Math.max(0, bytes - metered));
      metered = Math.max(metered, bytes);
    }
  }

  void stop() {
    if (running != null) {
      running.stop();
    }
  }

  /** Gives back what the worker has not taken, and now need not any more. */
  void giveUpReservation() {
    giveBack(false);
  }

  void kill() {
    if (running != null) {
      running.kill();
    }
  }

  private String lost(TaskExit exit) {
    return "Cannot do step %s for %s: %s ended without a result (%s)"
        .formatted(
            function().name(),
            function().subject(request),
            attempt == 1 ? "1 worker" : attempt + " workers",
            exit);
  }

  private StepFunction<Q, R> function() {
    return runner.function();
  }

  private Storage storage() {
    return runner.environment().storage();
  }

  @Override
  public String toString() {
    return "%s of %s, attempt %d"
        .formatted(function().name(), function().subject(request), attempt);
  }
}
