package dev.sluice.step;

import dev.sluice.storage.Storage;
import dev.sluice.storage.Stored;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a step function, or finds that it need not be run: a result that is there, with all its
 * files, or with files that a later step has used up, counts as done. A new result is written down
 * before the files that it makes unneeded are deleted, so a run can be killed at any moment and the
 * next one goes on from what was done.
 */
public final class StepRunner<Q, R> implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);

  private final StepFunction<Q, R> function;
  private final StepEnvironment environment;
  private final @Nullable Feeding<R, ?> feeding;

  private record Feeding<R, N>(StepRunner<N, ?> next, SerializableFunction<R, N> request)
      implements Serializable {
    boolean isDone(R result) throws IOException {
      return next.find(request.apply(result)).isPresent();
    }
  }

  private StepRunner(
      StepFunction<Q, R> function, StepEnvironment environment, @Nullable Feeding<R, ?> feeding) {
    this.function = function;
    this.environment = environment;
    this.feeding = feeding;
  }

  static <Q, R> StepRunner<Q, R> of(StepFunction<Q, R> function, StepEnvironment environment) {
    return new StepRunner<>(function, environment, null);
  }

  /** The same, with the step that uses the result's files up, and the request it makes of one. */
  <N> StepRunner<Q, R> feeding(StepRunner<N, ?> next, SerializableFunction<R, N> request) {
    return new StepRunner<>(function, environment, new Feeding<>(next, request));
  }

  public StepFunction<Q, R> function() {
    return function;
  }

  public StepEnvironment environment() {
    return environment;
  }

  /** What the result for a request is kept under: the same for the same request, over runs. */
  public String fingerprint(Q request) {
    return StepResults.fingerprint(function, request);
  }

  /**
   * Runs the function for a request unless that is done. Failure is data: whatever the function
   * throws becomes a report.
   *
   * @throws InterruptedException when the run is cancelled
   */
  public StepOutcome<R> attempt(Q request) throws InterruptedException {
    Instant started = Instant.now();
    RunningSteps running = RunningSteps.of(environment.run());
    running.begin();
    try {
      Optional<R> found = find(request);
      return found.isPresent() ? reused(request, found.get(), started) : execute(request, started);
    } catch (IOException | RuntimeException e) {
      return failedUnlessInterrupted(request, e, started);
    } finally {
      running.end();
    }
  }

  /**
   * The outcome of a request that is done, by an earlier run or by a worker elsewhere; empty if it
   * is not. What the result made unneeded is gone then. That it cannot be told is a failure.
   *
   * @throws InterruptedException when the run is cancelled
   */
  public Optional<StepOutcome<R>> reuse(Q request) throws InterruptedException {
    Instant started = Instant.now();
    try {
      Optional<R> found = find(request);
      return found.isPresent()
          ? Optional.of(reused(request, found.get(), started))
          : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.of(failedUnlessInterrupted(request, e, started));
    }
  }

  /**
   * The outcome of a request that a worker elsewhere has reported on.
   *
   * @param told the worker's report
   * @param started since when it was waited for
   * @return empty if it tells of a success that cannot be found
   */
  public Optional<StepOutcome<R>> collect(Q request, StepReport told, Instant started)
      throws IOException {
    StepReport report =
        report(request, told.failure(), told.reused(), started, told.times()).after(told.retries());
    if (report.failed()) {
      giveUp(request);
      return Optional.of(new StepOutcome<>(null, report));
    }
    return find(request).map(result -> new StepOutcome<>(result, report));
  }

  /** The outcome of a request that failed before or beside the function, for this reason. */
  public StepOutcome<R> failed(Q request, String reason, Instant started) {
    giveUp(request);
    return new StepOutcome<>(null, report(request, reason, false, started, StepTimes.ZERO));
  }

  /** The outcome of a request that failed so; anything but an IOException is our own mistake. */
  public StepOutcome<R> failed(Q request, Exception e, Instant started) {
    String subject = function.subject(request);
    LOG.debug("{} failed: {}", function.name(), subject, e);
    return failed(request, FailureSentence.of(function.name(), subject, e), started);
  }

  private StepOutcome<R> failedUnlessInterrupted(Q request, Exception e, Instant started)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
    }
    return failed(request, e, started);
  }

  private StepOutcome<R> reused(Q request, R result, Instant started) throws IOException {
    environment.progress().reused(function.name(), function.expectedBytes(request));
    deleteSpent(request);
    return new StepOutcome<>(result, report(request, null, true, started, StepTimes.ZERO));
  }

  private StepOutcome<R> execute(Q request, Instant started)
      throws IOException, InterruptedException {
    long nanos = System.nanoTime();
    String subject = function.subject(request);
    try (Cores.Permit core = function.load() == Load.COMPUTES ? Cores.take() : () -> {};
        FlightRecording.Held held = FlightRecording.ofStep(environment, function.name(), subject)) {
      Progress.Execution progress = environment.progress().start(function.name(), subject);
      StepClock clock = new StepClock(progress);
      clock.waitedForCoreSince(nanos);
      LOG.info("{} begins: {}", function.name(), subject);
      return worked(request, progress, clock, started).after(clock.retries());
    }
  }

  private StepOutcome<R> worked(
      Q request, Progress.Execution progress, StepClock clock, Instant started)
      throws InterruptedException {
    try {
      R result = work(request, progress, clock);
      StepTimes times = clock.times();
      results().put(written(request, result, times));
      LOG.info(
          "{} done: {}, {} bytes in, {} out, {} ms",
          function.name(),
          function.subject(request),
          times.bytesIn(),
          times.bytesOut(),
          Duration.between(started, Instant.now()).toMillis());
      deleteSpent(request);
      return new StepOutcome<>(result, report(request, null, false, started, times));
    } catch (IOException | RuntimeException e) {
      return failedUnlessInterrupted(request, e, started);
    }
  }

  private StepReport report(
      Q request, @Nullable String failure, boolean reused, Instant started, StepTimes times) {
    return new StepReport(
        function.name(),
        function.subject(request),
        failure,
        reused,
        started,
        Duration.between(started, Instant.now()),
        times,
        List.of());
  }

  /** Tells those who wait for a request's result that it will not come. */
  private void giveUp(Q request) {
    if (feeding != null) {
      String next = feeding.next().function.name();
      environment.progress().forgo(next, function.expectedBytes(request));
    }
  }

  private R work(Q request, Progress.Execution progress, StepClock clock)
      throws IOException, InterruptedException {
    boolean succeeded = false;
    try {
      Storage storage = environment.storage();
      R result = function.run(request, StepContext.measured(storage, progress, clock));
      succeeded = true;
      return result;
    } finally {
      progress.end(!succeeded);
    }
  }

  /** The result of a request, if it is done. */
  Optional<R> find(Q request) throws IOException {
    Optional<StepResult> found =
        results().find(function.name(), StepResults.fingerprint(function, request));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    R result = Json.value(found.get().result(), function.resultType());
    return isWhole(result) || (feeding != null && feeding.isDone(result))
        ? Optional.of(result)
        : Optional.empty();
  }

  private boolean isWhole(R result) throws IOException {
    for (Stored file : function.outputs(result)) {
      if (!environment.storage().length(file.uri()).equals(OptionalLong.of(file.bytes()))) {
        return false;
      }
    }
    return true;
  }

  private void deleteSpent(Q request) throws IOException {
    for (URI file : function.spent(request)) {
      environment.storage().delete(file);
    }
  }

  private StepResult written(Q request, R result, StepTimes times) {
    return new StepResult(
        StepResult.SCHEMA,
        function.name(),
        StepResults.fingerprint(function, request),
        environment.run(),
        function.subject(request),
        Json.tree(result),
        times,
        Instant.now());
  }

  private StepResults results() {
    return new StepResults(environment.storage(), environment.work().results());
  }
}
