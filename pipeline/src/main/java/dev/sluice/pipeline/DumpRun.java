package dev.sluice.pipeline;

import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpListing;
import dev.sluice.dump.DumpNotFoundException;
import dev.sluice.fetch.MirrorSlots;
import dev.sluice.fetch.SlottedMirrors;
import dev.sluice.publish.Manifest;
import dev.sluice.publish.Publication;
import dev.sluice.publish.PublishRequest;
import dev.sluice.runners.LocalRun;
import dev.sluice.step.Json;
import dev.sluice.step.Progress;
import dev.sluice.step.StepEnvironment;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Duration;

/** One run of the graph: checks, starts and watches it, and tells how it ended. */
final class DumpRun {
  private static final Duration POLL = Duration.millis(200);

  private final RunSettings settings;
  private final Console console;
  private final Storage storage = new LocalStorage();
  private final String run = UUID.randomUUID().toString();

  DumpRun(RunSettings settings, Console console) {
    this.settings = settings;
    this.console = console;
  }

  /**
   * Runs to the end.
   *
   * @return the exit code
   * @throws UsageException if the run cannot begin
   */
  int execute() throws IOException, InterruptedException {
    PipelineOptions options = BeamOptions.parse(settings.beamArguments());
    LocalRun.configure(options, settings.beamArguments());
    RunPlan plan = plan();
    Publication.in(storage, plan.folder()).open();
    try {
      watch(options, plan);
      Manifest manifest = manifest(plan);
      if (manifest.complete() && !settings.keepWork()) {
        clean(plan);
      }
      RunSummary.print(manifest, plan.folder(), console.err());
      return manifest.complete() ? ExitCode.DONE : ExitCode.FAILED;
    } finally {
      Progress.forget(run);
    }
  }

  private void clean(RunPlan plan) throws IOException {
    storage.deleteFolder(plan.staging());
    if (settings.ownsWork() && storage.list(settings.work()).isEmpty()) {
      storage.deleteFolder(settings.work());
    }
  }

  private RunPlan plan() throws IOException, InterruptedException {
    MirrorSlots slots = MirrorSlots.inProcess(run);
    SlottedMirrors access = new SlottedMirrors(slots);
    return new RunPlan(
        locate(access), settings, new StepEnvironment(run, storage), slots, access, Instant.now());
  }

  private Dump locate(SlottedMirrors access) throws IOException, InterruptedException {
    try {
      return new DumpListing(access).locate(settings.dump(), settings.mirrors());
    } catch (DumpNotFoundException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private void watch(PipelineOptions options, RunPlan plan) throws InterruptedException {
    Pipeline pipeline = Pipeline.create(options);
    DumpGraph.addTo(pipeline, plan);
    try (ProgressDisplay display =
        ProgressDisplay.start(plan.environment().progress()::steps, console.err())) {
      PipelineResult result = pipeline.run();
      PipelineResult.State state = null;
      while (state == null || !state.isTerminal()) {
        state = result.waitUntilFinish(POLL);
      }
    }
  }

  private Manifest manifest(RunPlan plan) throws IOException {
    try (InputStream in = storage.read(PublishRequest.manifest(plan.folder()), 0)) {
      Manifest manifest =
          Json.value(new String(in.readAllBytes(), StandardCharsets.UTF_8), Manifest.class);
      if (!manifest.run().equals(run)) {
        throw new IOException(
            "Cannot tell how the run ended: the manifest in %s is that of another run"
                .formatted(plan.folder()));
      }
      return manifest;
    }
  }
}
