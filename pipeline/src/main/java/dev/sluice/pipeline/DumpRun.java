package dev.sluice.pipeline;

import dev.sluice.fetch.MirrorSlots;
import dev.sluice.fetch.SlottedMirrors;
import dev.sluice.publish.Manifest;
import dev.sluice.publish.Publication;
import dev.sluice.runners.LocalRun;
import dev.sluice.step.Progress;
import dev.sluice.storage.Lock;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import org.apache.beam.runners.direct.PacedDirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Duration;

/** One run of the graph: checks, starts and watches it, and tells how it ended. */
final class DumpRun {
  private static final Duration POLL = Duration.millis(200);

  private final RunSettings settings;
  private final Host host;
  private final Storage storage;
  private final String run = UUID.randomUUID().toString();
  private final MirrorSlots slots = MirrorSlots.inProcess(run);
  private final DumpLookup lookup;

  DumpRun(RunSettings settings, Host host) {
    this.settings = settings;
    this.host = host;
    this.storage = settings.storage(host.storage());
    this.lookup = new DumpLookup(settings, new SlottedMirrors(slots));
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
    lookup.checkFolders();
    RunPlan plan = RunPlan.of(lookup.locate(), settings, run, storage, slots);
    try (Lock lock = lock(plan.folder())) {
      EarlierRun earlier = new EarlierRun(storage, plan);
      if (!settings.fresh() && earlier.publishedAll(lookup.files(plan.dump()))) {
        host.err()
            .printf(
                "Nothing to do: %s is complete in %s (--fresh=true does it anew)%n",
                plan.dump(), Locations.text(plan.folder()));
        clean(plan);
        return ExitCode.DONE;
      }
      earlier.clean();
      Publication.in(storage, plan.folder()).open();
      return publish(options, plan, lock);
    } finally {
      Progress.forget(run);
    }
  }

  private int publish(PipelineOptions options, RunPlan plan, Lock lock)
      throws IOException, InterruptedException {
    watch(options, plan, lock);
    storage.discardUnfinished(plan.folder()); // What a lost answer to its beginning left.
    Manifest manifest =
        EarlierRun.manifest(storage, plan.folder())
            .filter(found -> found.run().equals(run))
            .orElseThrow(
                () ->
                    new IOException(
                        "Cannot tell how the run ended: it left no manifest in " + plan.folder()));
    if (manifest.complete()) {
      clean(plan);
    }
    RunSummary.print(manifest, plan.folder(), host.err());
    return manifest.complete() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Lock lock(URI folder) throws IOException {
    return storage
        .lock(folder.resolve("_sluice/lock"))
        .orElseThrow(
            () ->
                new UsageException(
                    "Cannot run into %s: another run is at work there (expected one at a time)"
                        .formatted(Locations.text(folder))));
  }

  private void clean(RunPlan plan) throws IOException {
    if (settings.keepWork()) {
      return;
    }
    storage.deleteFolder(plan.staging());
    if (settings.ownsWork()) {
      storage.deleteEmptyFolder(settings.work());
    }
  }

  private void watch(PipelineOptions options, RunPlan plan, Lock lock)
      throws IOException, InterruptedException {
    Pipeline pipeline = Pipeline.create(options);
    DumpGraph.addTo(pipeline, plan);
    Progress progress = plan.environment().progress();
    try (ProgressDisplay display = ProgressDisplay.start(progress::steps, host.err());
        Logs.Routed routed = Logs.through(display)) {
      PipelineResult result = PacedDirectRunner.run(pipeline);
      try (StopSignal signal = StopSignal.cancels(result, progress)) {
        PipelineResult.State state = null;
        while (state == null || !state.isTerminal()) {
          state = result.waitUntilFinish(POLL);
          if (!lock.held()) {
            result.cancel();
            throw new IOException(
                "Cannot go on with %s: another run has taken it over (expected one at a time)"
                    .formatted(Locations.text(plan.folder())));
          }
        }
        if (state == PipelineResult.State.CANCELLED) {
          throw new InterruptedException("the run was stopped");
        }
      }
    } catch (Pipeline.PipelineExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause; // The last step could not write what the others did.
      }
      throw e;
    }
  }
}
