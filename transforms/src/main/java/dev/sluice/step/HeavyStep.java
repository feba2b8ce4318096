package dev.sluice.step;

import java.io.IOException;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Runs a {@link StepFunction} for every request: one result each under {@link #results()}, or none
 * if it failed, and one {@link StepReport} each under {@link #REPORTS}. Here, it runs in the
 * process, each request for itself; a runner may replace this transform by one that runs the same
 * function elsewhere. What an earlier run has done is not done again.
 *
 * <p>Failure is data: whatever the function throws becomes a report, so that no runner retries what
 * will fail again and all other requests go on. Only an interrupt, the cancellation of the run, is
 * passed on.
 */
public final class HeavyStep<Q, R> extends PTransform<PCollection<Q>, PCollectionTuple> {
  private static final long serialVersionUID = 1;

  /** Where the reports of every heavy step are in its output. */
  public static final TupleTag<StepReport> REPORTS = new TupleTag<>("reports");

  private final StepRunner<Q, R> runner;
  private final TupleTag<R> results = new TupleTag<>("results");

  private HeavyStep(StepRunner<Q, R> runner) {
    this.runner = runner;
  }

  public static <Q, R> HeavyStep<Q, R> of(
      StepFunction<Q, R> function, StepEnvironment environment) {
    return new HeavyStep<>(StepRunner.of(function, environment));
  }

  /**
   * The same step, whose results' files another one uses up: what that one has done already, this
   * one need not do again.
   *
   * @param next the step that deletes this one's files when it is done with them
   * @param request the request that it gets for a result
   */
  public <N> HeavyStep<Q, R> feeding(HeavyStep<N, ?> next, SerializableFunction<R, N> request) {
    return new HeavyStep<>(runner.feeding(next.runner, request));
  }

  /**
   * The result of a request if it is done: what a run now would use instead of running the
   * function. Changes nothing.
   */
  public Optional<R> find(Q request) throws IOException {
    return runner.find(request);
  }

  /** The requests' type. */
  public Class<Q> requestType() {
    return runner.function().requestType();
  }

  /** What runs the step's function, for a transform that does so elsewhere. */
  public StepRunner<Q, R> runner() {
    return runner;
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
                ParDo.of(new RunFn<>(runner, results))
                    .withOutputTags(results, TupleTagList.of(REPORTS)));
    output.get(results).setCoder(JsonCoder.of(runner.function().resultType()));
    output.get(REPORTS).setCoder(JsonCoder.of(StepReport.class));
    return output;
  }

  private static final class RunFn<Q, R> extends DoFn<Q, R> {
    private static final long serialVersionUID = 1;

    private final StepRunner<Q, R> runner;
    private final TupleTag<R> results;

    RunFn(StepRunner<Q, R> runner, TupleTag<R> results) {
      this.runner = runner;
      this.results = results;
    }

    @Setup
    @SuppressWarnings({"unused", "EffectivelyPrivate"}) // Beam's.
    public void setUp() {
      ProgressReports.enter(runner.environment());
    }

    @Teardown
    @SuppressWarnings({"unused", "EffectivelyPrivate"}) // Beam's.
    public void tearDown() {
      ProgressReports.leave(runner.environment());
    }

    @ProcessElement
    public void process(@Element Q request, MultiOutputReceiver out) throws InterruptedException {
      StepOutcome<R> outcome = runner.attempt(request);
      if (outcome.result() != null) {
        out.get(results).output(outcome.result());
      }
      out.get(REPORTS).output(outcome.report());
    }
  }
}
