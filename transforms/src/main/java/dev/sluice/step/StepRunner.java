package dev.sluice.step;

import dev.sluice.storage.Storage;
import dev.sluice.storage.StoredFile;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
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
final class StepRunner<Q, R> implements Serializable {
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

  /**
   * What came of a request.
   *
   * @param result the result
   * @param reused whether it was there already
   * @param times where the time went, now
   */
  record Execution<R>(R result, boolean reused, StepTimes times) {}

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

  StepFunction<Q, R> function() {
    return function;
  }

  StepEnvironment environment() {
    return environment;
  }

  Execution<R> run(Q request) throws IOException, InterruptedException {
    Optional<R> found = find(request);
    if (found.isPresent()) {
      environment.progress().reused(function.name(), function.expectedBytes(request));
      deleteSpent(request);
      return new Execution<>(found.get(), true, StepTimes.ZERO);
    }
    StepClock clock = new StepClock();
    long started = System.nanoTime();
    try (Cores.Permit core = function.needsCore() ? Cores.take() : () -> {}) {
      clock.waitedForCoreSince(started);
      LOG.info("{} begins: {}", function.name(), function.subject(request));
      R result = work(request, clock);
      StepTimes times = clock.times();
      results().put(written(request, result, times));
      LOG.info(
          "{} done: {}, {} bytes in, {} out, {} ms",
          function.name(),
          function.subject(request),
          times.bytesIn(),
          times.bytesOut(),
          (System.nanoTime() - started) / 1_000_000);
      deleteSpent(request);
      return new Execution<>(result, false, times);
    }
  }

  /** Tells those who wait for a request's result that it will not come. */
  void giveUp(Q request) {
    if (feeding != null) {
      String next = feeding.next().function.name();
      environment.progress().forgo(next, function.expectedBytes(request));
    }
  }

  private R work(Q request, StepClock clock) throws IOException, InterruptedException {
    Progress.Execution progress = environment.progress().start(function.name());
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
    for (StoredFile file : function.outputs(result)) {
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
    return new StepResults(environment.storage(), environment.results());
  }
}
