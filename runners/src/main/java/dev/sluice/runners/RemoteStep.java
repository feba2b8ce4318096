package dev.sluice.runners;

import dev.sluice.step.HeavyStep;
import dev.sluice.step.JsonCoder;
import dev.sluice.step.StepOutcome;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepRunner;
import java.util.Optional;
import org.apache.beam.sdk.io.range.OffsetRange;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.splittabledofn.RestrictionTracker;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;

/**
 * What a {@link HeavyStep} does, with the function run as a task elsewhere: the same outputs, under
 * the same tags. Any number of requests can be under way; each of them is asked for now and then,
 * and holds no thread in between.
 */
final class RemoteStep<Q, R> extends PTransform<PCollection<Q>, PCollectionTuple> {
  private static final long serialVersionUID = 1;
  private static final Duration POLL = Duration.millis(200);

  private final StepRunner<Q, R> runner;
  private final TupleTag<R> results;
  private final TaskSettings settings;

  private RemoteStep(StepRunner<Q, R> runner, TupleTag<R> results, TaskSettings settings) {
    this.runner = runner;
    this.results = results;
    this.settings = settings;
  }

  static <Q, R> RemoteStep<Q, R> of(HeavyStep<Q, R> step, TaskSettings settings) {
    return new RemoteStep<>(step.runner(), step.results(), settings);
  }

  @Override
  public PCollectionTuple expand(PCollection<Q> requests) {
    PCollectionTuple output =
        requests.apply(
            "Launch",
            ParDo.of(new LaunchFn<>(runner, results, settings))
                .withOutputTags(results, TupleTagList.of(HeavyStep.REPORTS)));
    output.get(results).setCoder(JsonCoder.of(runner.function().resultType()));
    output.get(HeavyStep.REPORTS).setCoder(JsonCoder.of(StepReport.class));
    return output;
  }

  /**
   * A splittable function only so that it can come back to an element later: the one position of
   * the restriction is claimed when the task has ended.
   */
  @DoFn.BoundedPerElement
  static final class LaunchFn<Q, R> extends DoFn<Q, R> {
    private static final long serialVersionUID = 1;

    private final StepRunner<Q, R> runner;
    private final TupleTag<R> results;
    private final TaskSettings settings;

    LaunchFn(StepRunner<Q, R> runner, TupleTag<R> results, TaskSettings settings) {
      this.runner = runner;
      this.results = results;
      this.settings = settings;
    }

    @GetInitialRestriction
    public OffsetRange untilEnded() {
      return new OffsetRange(0, 1);
    }

    @ProcessElement
    public ProcessContinuation process(
        @Element Q request, RestrictionTracker<OffsetRange, Long> end, MultiOutputReceiver out)
        throws InterruptedException {
      RemoteTasks tasks = RemoteTasks.of(settings);
      Optional<StepOutcome<R>> ended = tasks.poll(runner, request);
      if (ended.isEmpty()) {
        return ProcessContinuation.resume().withResumeDelay(POLL);
      }
      if (end.tryClaim(0L)) {
        StepOutcome<R> outcome = ended.get();
        if (outcome.result() != null) {
          out.get(results).output(outcome.result());
        }
        out.get(HeavyStep.REPORTS).output(outcome.report());
        tasks.forget(runner, request);
      }
      return ProcessContinuation.stop();
    }
  }
}
