package dev.sluice.pipeline;

import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.DumpListing;
import dev.sluice.dump.DumpNotFoundException;
import dev.sluice.dump.Mirror;
import dev.sluice.fetch.MirrorSlots;
import dev.sluice.fetch.SlottedMirrors;
import dev.sluice.publish.Manifest;
import dev.sluice.publish.Publication;
import dev.sluice.runners.EcsRun;
import dev.sluice.runners.LocalRun;
import dev.sluice.step.Progress;
import dev.sluice.step.StepEnvironment;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Lock;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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
  private final SlottedMirrors mirrors = new SlottedMirrors(slots);

  DumpRun(RunSettings settings, Host host) {
    this.settings = settings;
    this.host = host;
    this.storage = host.storage();
  }

  /**
   * Runs to the end.
   *
   * @return the exit code
   * @throws UsageException if the run cannot begin
   */
  int execute() throws IOException, InterruptedException {
    PipelineOptions options = BeamOptions.parse(settings.beamArguments());
    configure(options);
    Access.requireWritableFolder("--output", settings.output());
    Access.requireWritableFolder("--work", settings.work());
    RunPlan plan = plan(locate(), options);
    try (Lock lock = lock(plan.folder())) {
      EarlierRun earlier = new EarlierRun(storage, plan);
      if (!settings.fresh() && earlier.publishedAll(files(plan))) {
        host.err()
            .printf(
                "Nothing to do: %s is complete in %s (--fresh=true does it anew)%n",
                plan.dump(), Path.of(plan.folder()));
        clean(plan);
        return ExitCode.DONE;
      }
      earlier.clean();
      Publication.in(storage, plan.folder()).open();
      return publish(options, plan);
    } finally {
      Progress.forget(run);
    }
  }

  private int publish(PipelineOptions options, RunPlan plan)
      throws IOException, InterruptedException {
    watch(options, plan);
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
                        .formatted(Path.of(folder))));
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

  private void configure(PipelineOptions options) {
    if (!EcsRun.isMeantBy(options)) {
      LocalRun.configure(options, settings.beamArguments());
      return;
    }
    int connections = settings.mirrors().stream().mapToInt(Mirror::connections).sum();
    try {
      EcsRun.configure(options, settings.beamArguments(), connections);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private RunPlan plan(Dump dump, PipelineOptions options) {
    URI staging = RunPlan.staging(settings.work(), dump);
    StepEnvironment environment = new StepEnvironment(run, storage, staging);
    if (!EcsRun.isMeantBy(options)) {
      return new RunPlan(dump, settings, environment, slots, mirrors, Instant.now());
    }
    MirrorSlots leased = MirrorSlots.leased(new LocalStorage(), environment.slots());
    return new RunPlan(
        dump, settings, environment, leased, new SlottedMirrors(leased), Instant.now());
  }

  private Dump locate() throws IOException, InterruptedException {
    try {
      return listing().locate(settings.dump(), settings.mirrors());
    } catch (DumpNotFoundException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private List<DumpFile> files(RunPlan plan) throws IOException, InterruptedException {
    List<DumpFile> all = listing().list(plan.dump(), plan.mirrors());
    return all.subList(0, Math.min(all.size(), settings.maxFiles()));
  }

  private DumpListing listing() {
    return new DumpListing(mirrors);
  }

  private void watch(PipelineOptions options, RunPlan plan)
      throws IOException, InterruptedException {
    Pipeline pipeline = Pipeline.create(options);
    DumpGraph.addTo(pipeline, plan);
    Progress progress = plan.environment().progress();
    try (ProgressDisplay display = ProgressDisplay.start(progress::steps, host.err());
        Logs.Routed routed = Logs.through(display)) {
      PipelineResult result = pipeline.run();
      try (StopSignal signal = StopSignal.cancels(result, progress)) {
        PipelineResult.State state = null;
        while (state == null || !state.isTerminal()) {
          state = result.waitUntilFinish(POLL);
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
