package dev.sluice.tests;

import dev.sluice.overlap.Interval;
import dev.sluice.overlap.IntervalCoder;
import dev.sluice.overlap.WriteOverlaps;
import dev.sluice.overlap.rows.TimeForm;
import dev.sluice.step.HeavyStep;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepReport;
import dev.sluice.storage.StorageByScheme;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollectionTuple;

/** A Beam pipeline as a user writes it, with {@link WriteOverlaps} in it, on workers. */
final class OverlapGraph {
  static final int RANGE_LENGTH = 1_200;
  private static final int INTERVALS = 5_000;
  private static final int MOST = 2_000;

  private OverlapGraph() {}

  /** Arguments: the folder of the changes, the work folder, and the storage's own. */
  public static void main(String[] arguments) {
    List<String> all = List.of(arguments);
    StepEnvironment environment =
        new StepEnvironment(
            UUID.randomUUID().toString(),
            StorageByScheme.of(all.subList(2, all.size())),
            URI.create(all.get(1)));
    Pipeline pipeline =
        Pipeline.create(
            PipelineOptionsFactory.fromArgs("--runner=EcsRunner", "--taskLauncher=process")
                .create());
    PCollectionTuple written =
        pipeline
            .apply("Intervals", Create.of(intervals()).withCoder(IntervalCoder.of()))
            .apply(
                "Changes",
                WriteOverlaps.to(
                    URI.create(all.get(0)), TimeForm.INTEGER, RANGE_LENGTH, environment));
    written.get(HeavyStep.REPORTS).apply("Print", ParDo.of(new PrintFn()));
    pipeline.run().waitUntilFinish();
  }

  /** The same ones each time; some have no end. */
  static List<Interval> intervals() {
    Random random = new Random(12);
    List<Interval> intervals = new ArrayList<>();
    for (int i = 0; i < INTERVALS; i++) {
      long start = random.nextInt(MOST);
      boolean open = random.nextInt(50) == 0;
      intervals.add(
          open ? Interval.from(start) : new Interval(start, start + random.nextInt(MOST / 2)));
    }
    return intervals;
  }

  /** Standard output, a line each: the step, and its failure or whether it was done now. */
  private static final class PrintFn extends DoFn<StepReport, Void> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void print(@Element StepReport report) {
      String outcome = report.reused() ? "reused" : "done";
      System.out.println(report.step() + ": " + (report.failed() ? report.failure() : outcome));
    }
  }
}
