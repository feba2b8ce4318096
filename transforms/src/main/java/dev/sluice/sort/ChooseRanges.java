package dev.sluice.sort;

import dev.sluice.step.FailureSentence;
import dev.sluice.step.HeavyStep;
import dev.sluice.step.JsonCoder;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepReport;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Waits for all sorted runs and chooses the ranges they are merged by: one {@link MergeRequest} for
 * each part under {@link #REQUESTS}, at least one even if there is no run. Which they are depends
 * on nothing but the runs and the layout. It announces them as expected in the run's progress.
 *
 * <p>One {@link StepReport} goes to {@link HeavyStep#REPORTS}; if an index cannot be read, it says
 * so and there are no requests.
 *
 * <p>Input in the global window. Memory: the indexes of all runs, about 300 bytes for each 256 KiB
 * of records.
 */
public final class ChooseRanges extends PTransform<PCollection<Run>, PCollectionTuple> {
  private static final long serialVersionUID = 1;
  private static final String STEP = "Choose ranges";

  /** Where the requests are in the output. */
  public static final TupleTag<MergeRequest> REQUESTS = new TupleTag<>("requests");

  private final PartLayout layout;
  private final StepEnvironment environment;

  private ChooseRanges(PartLayout layout, StepEnvironment environment) {
    this.layout = layout;
    this.environment = environment;
  }

  public static ChooseRanges of(PartLayout layout, StepEnvironment environment) {
    return new ChooseRanges(layout, environment);
  }

  /** The requests for these runs, at least one: what the transform gives for them. */
  public static List<MergeRequest> requests(List<Run> runs, PartLayout layout, Storage storage)
      throws IOException {
    return MergeRequest.all(storage, runs, layout);
  }

  @Override
  public PCollectionTuple expand(PCollection<Run> runs) {
    Coder<KV<Integer, List<Run>>> coder =
        KvCoder.of(VarIntCoder.of(), ListCoder.of(JsonCoder.of(Run.class)));
    // A group is only made of something, so that there is one when there are no runs. Not of null:
    // Flink keeps none in a group.
    PCollection<KV<Integer, List<Run>>> marker =
        runs.getPipeline()
            .apply("Mark", Create.of(KV.<Integer, List<Run>>of(0, List.of())).withCoder(coder));
    PCollection<KV<Integer, List<Run>>> all =
        runs.apply("Gather", ParDo.of(new GatherFn())).setCoder(coder);
    PCollectionTuple output =
        PCollectionList.of(marker)
            .and(all)
            .apply("With mark", Flatten.pCollections())
            .apply("Wait for all", GroupByKey.create())
            .apply(
                "Choose",
                ParDo.of(new ChooseFn(layout, environment))
                    .withOutputTags(REQUESTS, TupleTagList.of(HeavyStep.REPORTS)));
    output.get(REQUESTS).setCoder(JsonCoder.of(MergeRequest.class));
    output.get(HeavyStep.REPORTS).setCoder(JsonCoder.of(StepReport.class));
    return output;
  }

  private static final class GatherFn extends DoFn<Run, KV<Integer, List<Run>>> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element Run run, OutputReceiver<KV<Integer, List<Run>>> out) {
      out.output(KV.of(0, List.of(run)));
    }
  }

  private static final class ChooseFn extends DoFn<KV<Integer, Iterable<List<Run>>>, MergeRequest> {
    private static final long serialVersionUID = 1;

    private final PartLayout layout;
    private final StepEnvironment environment;

    ChooseFn(PartLayout layout, StepEnvironment environment) {
      this.layout = layout;
      this.environment = environment;
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<List<Run>>> runs, MultiOutputReceiver out)
        throws InterruptedException {
      Instant started = Instant.now();
      String failure = null;
      int count = 0;
      try {
        List<Run> present = new ArrayList<>();
        runs.getValue().forEach(present::addAll);
        count = present.size();
        List<MergeRequest> requests = requests(present, layout, environment.storage());
        long bytes = requests.stream().mapToLong(MergeRequest::bytes).sum();
        environment.progress().expect(MergeRange.NAME, requests.size(), bytes);
        requests.forEach(out.get(REQUESTS)::output);
      } catch (ClosedByInterruptException | InterruptedIOException e) {
        throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
      } catch (IOException | RuntimeException e) {
        failure = FailureSentence.of(STEP, count + " runs", e);
      }
      out.get(HeavyStep.REPORTS).output(StepReport.light(STEP, count + " runs", failure, started));
    }
  }
}
