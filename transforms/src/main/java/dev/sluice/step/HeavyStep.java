package dev.sluice.step;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link StepFunction} for every request: one result each under {@link #results()}, or none
 * if it failed, and one {@link StepReport} each under {@link #REPORTS}. Here, it runs in the
 * process, each request for itself; a runner may replace this transform by one that runs the same
 * function elsewhere.
 *
 * <p>Failure is data: whatever the function throws becomes a report, so that no runner retries what
 * will fail again and all other requests go on. Only an interrupt, the cancellation of the run, is
 * passed on.
 */
public final class HeavyStep<Q, R> extends PTransform<PCollection<Q>, PCollectionTuple> {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(HeavyStep.class);

  /** Where the reports of every heavy step are in its output. */
  public static final TupleTag<StepReport> REPORTS = new TupleTag<>("reports");

  private final StepFunction<Q, R> function;
  private final StepEnvironment environment;
  private final TupleTag<R> results = new TupleTag<>("results");

  private HeavyStep(StepFunction<Q, R> function, StepEnvironment environment) {
    this.function = function;
    this.environment = environment;
  }

  public static <Q, R> HeavyStep<Q, R> of(
      StepFunction<Q, R> function, StepEnvironment environment) {
    return new HeavyStep<>(function, environment);
  }

  /** Where the results are in the output. */
  public TupleTag<R> results() {
    return results;
  }

  @Override
  public PCollectionTuple expand(PCollection<Q> requests) {
    PCollectionTuple output =
        requests
            .apply("Spread", Reshuffle.viaRandomKey())
            .apply(
                "Run",
                ParDo.of(new RunFn<>(function, environment, results))
                    .withOutputTags(results, TupleTagList.of(REPORTS)));
    output.get(results).setCoder(JsonCoder.of(function.resultType()));
    output.get(REPORTS).setCoder(JsonCoder.of(StepReport.class));
    return output;
  }

  private static final class RunFn<Q, R> extends DoFn<Q, R> {
    private static final long serialVersionUID = 1;

    private final StepFunction<Q, R> function;
    private final StepEnvironment environment;
    private final TupleTag<R> results;

    RunFn(StepFunction<Q, R> function, StepEnvironment environment, TupleTag<R> results) {
      this.function = function;
      this.environment = environment;
      this.results = results;
    }

    @ProcessElement
    public void process(@Element Q request, MultiOutputReceiver out) throws InterruptedException {
      Instant started = Instant.now();
      Attempt<R> attempt = attempt(request);
      if (attempt.result() != null) {
        out.get(results).output(attempt.result());
      }
      Duration elapsed = Duration.between(started, Instant.now());
      out.get(REPORTS)
          .output(
              new StepReport(
                  function.name(), function.subject(request), attempt.failure(), started, elapsed));
    }

    private Attempt<R> attempt(Q request) throws InterruptedException {
      try (Cores.Permit core = function.needsCore() ? Cores.take() : () -> {}) {
        Progress.Execution execution = environment.progress().start(function.name());
        boolean succeeded = false;
        try {
          R result = function.run(request, new StepContext(environment.storage(), execution));
          succeeded = true;
          return new Attempt<>(result, null);
        } finally {
          execution.end(!succeeded);
        }
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
        }
        LOG.debug("{} failed: {}", function.name(), function.subject(request), e);
        return new Attempt<>(null, FailureSentence.of(e));
      } catch (RuntimeException e) {
        LOG.error("{} failed: {}", function.name(), function.subject(request), e);
        return new Attempt<>(
            null,
            "Cannot do step %s for %s: internal error (%s)"
                .formatted(function.name(), function.subject(request), e));
      }
    }
  }

  private record Attempt<R>(@Nullable R result, @Nullable String failure) {}
}
