package dev.sluice.pipeline;

import dev.sluice.convert.ConvertFile;
import dev.sluice.convert.ConvertRequest;
import dev.sluice.convert.ConvertSettings;
import dev.sluice.convert.ConvertedFile;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.ListDumpFiles;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.fetch.DownloadRequest;
import dev.sluice.fetch.RawFile;
import dev.sluice.publish.PublishDump;
import dev.sluice.sort.ChooseRanges;
import dev.sluice.sort.MergeRange;
import dev.sluice.sort.MergeRequest;
import dev.sluice.sort.Part;
import dev.sluice.sort.Run;
import dev.sluice.sort.SortMemory;
import dev.sluice.sort.SortRun;
import dev.sluice.sort.SortRunRequest;
import dev.sluice.step.HeavyStep;
import dev.sluice.step.JsonCoder;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepFunction;
import dev.sluice.step.StepReport;
import java.net.URI;
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
    PCollection<DumpFile> files = list(pipeline);
    PCollection<RawFile> raw = download(files);
    PCollection<ConvertedFile> converted = convert(raw);
    PCollection<Run> runs = sort(converted);
    PCollection<Part> parts = merge(runs);
    publish(files, converted, parts);
  }

  private PCollection<DumpFile> list(Pipeline pipeline) {
    PCollectionTuple listed =
        pipeline
            .apply("Dump", Create.of(plan.dump()).withCoder(JsonCoder.of(Dump.class)))
            .apply(
                "List dump files",
                ListDumpFiles.on(plan.mirrors(), plan.mirrorAccess(), environment)
                    .withMaxFiles(plan.settings().maxFiles()));
    reports.add(listed.get(HeavyStep.REPORTS));
    return listed.get(ListDumpFiles.FILES);
  }

  private PCollection<RawFile> download(PCollection<DumpFile> files) {
    URI folder = plan.staging("raw/");
    return heavy(
        "Download",
        files,
        file -> new DownloadRequest(file, folder),
        DownloadRequest.class,
        new DownloadFile(environment.run(), plan.slots()));
  }

  private PCollection<ConvertedFile> convert(PCollection<RawFile> raw) {
    ConvertSettings convert = plan.convert();
    return heavy(
        "Convert to JSON",
        raw,
        file -> new ConvertRequest(file, convert),
        ConvertRequest.class,
        new ConvertFile());
  }

  private PCollection<Run> sort(PCollection<ConvertedFile> converted) {
    URI folder = plan.staging("sorted/");
    boolean keep = plan.settings().keepWork();
    long memoryBytes = SortMemory.perCore(plan.settings().sortMemoryMib());
    PCollection<Run> runs =
        converted
            .apply("Runs", MapElements.into(TypeDescriptor.of(Run.class)).via(ConvertedFile::run))
            .setCoder(JsonCoder.of(Run.class));
    PCollection<Run> ordered = runs.apply("In order", Filter.by(Run::sorted));
    PCollection<Run> sorted =
        heavy(
            "Sort runs",
            runs.apply("Not in order", Filter.by(run -> !run.sorted())),
            run -> new SortRunRequest(run, folder, memoryBytes, keep),
            SortRunRequest.class,
            new SortRun());
    return PCollectionList.of(ordered).and(sorted).apply("All sorted", Flatten.pCollections());
  }

  private PCollection<Part> merge(PCollection<Run> runs) {
    PCollectionTuple ranges =
        runs.apply("Choose ranges", ChooseRanges.of(plan.parts(), environment));
    reports.add(ranges.get(HeavyStep.REPORTS));
    return heavy(
        "Merge ranges",
        ranges.get(ChooseRanges.REQUESTS),
        request -> request,
        MergeRequest.class,
        new MergeRange());
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
  private <T, Q, R> PCollection<R> heavy(
      String label,
      PCollection<T> input,
      SerializableFunction<T, Q> request,
      Class<Q> requestType,
      StepFunction<Q, R> function) {
    HeavyStep<Q, R> step = HeavyStep.of(function, environment);
    PCollectionTuple output =
        input
            .apply(
                label + " requests", MapElements.into(TypeDescriptor.of(requestType)).via(request))
            .setCoder(JsonCoder.of(requestType))
            .apply(label, step);
    reports.add(output.get(HeavyStep.REPORTS));
    return output.get(step.results());
  }
}
