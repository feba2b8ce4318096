package dev.sluice.pipeline;

import dev.sluice.convert.ConvertFile;
import dev.sluice.convert.ConvertedFile;
import dev.sluice.convert.DownloadAndConvert;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.ListDumpFiles;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.fetch.RawFile;
import dev.sluice.publish.PublishDump;
import dev.sluice.sort.ChooseRanges;
import dev.sluice.sort.MergeRequest;
import dev.sluice.sort.Part;
import dev.sluice.sort.Run;
import dev.sluice.sort.SortRunRequest;
import dev.sluice.step.HeavyStep;
import dev.sluice.step.JsonCoder;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepReport;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Filter;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * The graph of a run: list, download, convert, sort, merge, publish. Between the steps flow
 * descriptions of files; the files themselves are in the staging folder.
 */
final class DumpGraph {
  private final RunPlan plan;
  private final StepEnvironment environment;
  private final List<PCollection<StepReport>> reports = new ArrayList<>();

  private DumpGraph(RunPlan plan) {
    this.plan = plan;
    this.environment = plan.environment();
  }

  /** Adds the graph of a run to a pipeline. */
  static void addTo(Pipeline pipeline, RunPlan plan) {
    new DumpGraph(plan).addTo(pipeline);
  }

  private void addTo(Pipeline pipeline) {
    RunPlan plan = this.plan; // So that what travels with the graph is the plan alone.
    DumpSteps steps = DumpSteps.of(plan);
    PCollection<DumpFile> files = list(pipeline);
    PCollection<ConvertedFile> converted;
    if (plan.settings().onTheFly()) {
      converted =
          apply(
              "Download and convert",
              steps.downloadAndConvert(),
              files,
              plan::downloadAndConvertRequest);
    } else {
      PCollection<RawFile> raw = apply("Download", steps.download(), files, plan::downloadRequest);
      converted = apply("Convert to JSON", steps.convert(), raw, plan::convertRequest);
    }
    PCollection<Run> runs = sorted(converted, steps.sort());
    PCollection<MergeRequest> ranges = ranges(runs);
    PCollection<Part> parts = apply("Merge ranges", steps.merge(), ranges, range -> range);
    publish(files, converted, parts);
  }

  private PCollection<DumpFile> list(Pipeline pipeline) {
    PCollectionTuple listed =
        pipeline
            .apply("Dump", Create.of(plan.dump()).withCoder(JsonCoder.of(Dump.class)))
            .apply(
                "List dump files",
                ListDumpFiles.on(plan.mirrors(), plan.mirrorAccess(), environment)
                    .announcingTo(stepsOfFiles())
                    .withMaxFiles(plan.settings().maxFiles()));
    reports.add(listed.get(HeavyStep.REPORTS));
    return listed.get(ListDumpFiles.FILES);
  }

  /** The steps that have something to do for each file. */
  private String[] stepsOfFiles() {
    return plan.settings().onTheFly()
        ? new String[] {DownloadAndConvert.NAME}
        : new String[] {DownloadFile.NAME, ConvertFile.NAME};
  }

  /** The runs that are in order as they are, and the others when they have been sorted. */
  private PCollection<Run> sorted(
      PCollection<ConvertedFile> converted, HeavyStep<SortRunRequest, Run> sort) {
    RunPlan plan = this.plan;
    PCollection<Run> runs =
        converted
            .apply("Runs", MapElements.into(TypeDescriptor.of(Run.class)).via(ConvertedFile::run))
            .setCoder(JsonCoder.of(Run.class));
    PCollection<Run> inOrder = runs.apply("In order", Filter.by(Run::sorted));
    PCollection<Run> notInOrder = runs.apply("Not in order", Filter.by(run -> !run.sorted()));
    return PCollectionList.of(inOrder)
        .and(apply("Sort runs", sort, notInOrder, plan::sortRequest))
        .apply("All in order", Flatten.pCollections());
  }

  private PCollection<MergeRequest> ranges(PCollection<Run> runs) {
    PCollectionTuple ranges =
        runs.apply("Choose ranges", ChooseRanges.of(plan.parts(), environment));
    reports.add(ranges.get(HeavyStep.REPORTS));
    return ranges.get(ChooseRanges.REQUESTS);
  }

  private void publish(
      PCollection<DumpFile> files, PCollection<ConvertedFile> converted, PCollection<Part> parts) {
    PCollectionTuple.of(PublishDump.FILES, files)
        .and(PublishDump.CONVERTED, converted)
        .and(PublishDump.PARTS, parts)
        .and(
            PublishDump.REPORTS,
            PCollectionList.of(reports).apply("Reports", Flatten.pCollections()))
        .apply("Publish", PublishDump.to(plan.publication(), environment));
  }

  /** Applies a heavy step: a request each, a result each where it succeeded, and its report. */
  private <T, Q, R> PCollection<R> apply(
      String label,
      HeavyStep<Q, R> step,
      PCollection<T> input,
      SerializableFunction<T, Q> request) {
    PCollectionTuple output =
        input
            .apply(
                label + " requests",
                MapElements.into(TypeDescriptor.of(step.requestType())).via(request))
            .setCoder(JsonCoder.of(step.requestType()))
            .apply(label, step);
    reports.add(output.get(HeavyStep.REPORTS));
    return output.get(step.results());
  }
}
