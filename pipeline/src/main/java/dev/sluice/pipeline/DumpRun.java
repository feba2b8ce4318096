package dev.sluice.pipeline;

import dev.sluice.dump.Mirror;
import dev.sluice.fetch.MirrorState;
import dev.sluice.fetch.SlottedMirrors;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.publish.Manifest;
import dev.sluice.publish.Publication;
import dev.sluice.runners.Engine;
import dev.sluice.runners.GraphRun;
import dev.sluice.runners.RefusedException;
import dev.sluice.runners.ecs.TaskUse;
import dev.sluice.step.FlightRecording;
import dev.sluice.step.PerRun;
import dev.sluice.step.Progress;
import dev.sluice.step.RunMessages;
import dev.sluice.storage.Lock;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the graph: checks, starts and watches it, and tells how it ended. */
final class DumpRun {
  /** How long the steps may take to give back their connections and slots. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Logger LOG = LoggerFactory.getLogger(DumpRun.class);

  private final RunSettings settings;
  private final Host host;
  private final ProgressForm form;
  private final PrintStream messages;
  private final Storage storage;
  private final String run = UUID.randomUUID().toString();
  private final PipelineOptions options;
  private final Engine engine;

  /** What is asked before anything else of the run is at work: no other process has slots. */
  private final DumpLookup lookup;

  DumpRun(RunSettings settings, Host host, ProgressForm form) {
    this.settings = settings;
    this.host = host;
    this.form = form;
    this.messages = form.messages(host.err());
    this.storage = settings.storage(host.storage());
    this.options = BeamOptions.parse(settings.beamArguments());
    this.engine = Engine.of(options, settings.beamArguments());
    this.lookup = new DumpLookup(settings, new SlottedMirrors(MirrorSlots.inProcess(run)));
  }

  /**
   * Runs to the end.
   *
   * @return the exit code
   * @throws UsageException if the run cannot begin
   */
  int execute() throws IOException, InterruptedException {
    try {
      int exitCode = run();
      // Not after it was stopped: that has to stay known to steps that come late.
      PerRun.forget(run);
      return exitCode;
    } catch (RefusedException e) {
      throw new UsageException(String.valueOf(e.getMessage()), e);
    }
  }

  private int run() throws RefusedException, IOException, InterruptedException {
    lookup.checkFolders();
    engine.prepare();
    try (Publication publication = Access.take(storage, settings.folder(lookup.named()));
        Lock work = takeWork()) {
      return run(publication, work);
    }
  }

  /** In its output's own work folder a run is alone if it has the output. */
  private Lock takeWork() throws IOException, InterruptedException {
    return settings.ownsWork()
        ? () -> {}
        : Access.takeWork(storage, settings.work(), settings.workLock(lookup.named()));
  }

  private int run(Publication publication, Lock work)
      throws RefusedException, IOException, InterruptedException {
    RunPlan plan = RunPlan.of(lookup.named(), settings, run, storage, engine.spansProcesses());
    Pipeline pipeline = Pipeline.create(options);
    DumpGraph.addTo(pipeline, plan);
    int connections = plan.mirrors().stream().mapToInt(Mirror::connections).sum();
    try (FlightRecording.Held recorded = FlightRecording.of(plan.environment(), "run");
        GraphRun graphRun = engine.run(pipeline, plan.environment(), connections, folders(plan))) {
      DumpLookup lookup =
          engine.tasksOutlive() ? new DumpLookup(settings, plan.mirrorAccess()) : this.lookup;
      // Nobody else is at work, other than tasks that outlive: their slots are told apart.
      lookup.requireDump();
      EarlierRun earlier = new EarlierRun(storage, plan);
      if (!settings.fresh() && publication.isComplete() && earlier.publishedAll(lookup.files())) {
        messages.printf(
            "Nothing to do: %s is complete in %s (--fresh=true does it anew)%n",
            plan.dump(), Locations.text(plan.folder()));
        clean(plan);
        return ExitCode.DONE;
      }
      earlier.clean(engine.tasksOutlive());
      publication.begin();
      watch(graphRun, plan, () -> publication.held() && work.held());
      return conclude(plan, publication, graphRun.taskUse());
    }
  }

  private List<Engine.Folder> folders(RunPlan plan) {
    return List.of(
        new Engine.Folder("--output=" + Locations.text(settings.output()), plan.folder()),
        new Engine.Folder("--work=" + Locations.text(settings.work()), plan.work().uri()));
  }

  private int conclude(RunPlan plan, Publication publication, Map<String, TaskUse> taskUse)
      throws IOException {
    Manifest manifest =
        publication
            .manifest()
            .filter(found -> found.run().equals(run))
            .orElseThrow(
                () ->
                    new IOException(
                        "Cannot tell how the run ended: it left no manifest in " + plan.folder()));
    // Of processes that were killed; in this one nothing is left unfinished.
    storage.discardUnfinished(plan.folder());
    if (engine.tasksOutlive()) {
      storage.delete(plan.work().taskRun()); // The next run is another one.
      storage.discardUnfinished(plan.work().uri());
    }
    if (manifest.complete()) {
      clean(plan);
    }
    RunSummary.print(manifest, plan, taskUse, messages);
    return manifest.complete() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void clean(RunPlan plan) throws IOException {
    if (settings.keepWork()) {
      return;
    }
    storage.deleteFolder(plan.work().uri());
    if (settings.ownsWork()) {
      storage.deleteEmptyFolder(settings.work());
    }
  }

  private RunState state(GraphRun graphRun) {
    return new RunState(
        graphRun.progress(),
        MirrorState.of(run),
        Progress.of(run).underway(),
        graphRun.taskUse().values().stream().reduce(TaskUse::plus).orElse(null));
  }

  private static boolean drain(GraphRun graphRun) {
    boolean drains = graphRun.drain();
    if (drains) {
      LOG.warn("No more tasks are launched; when those that run have ended, the run stops.");
      LOG.warn("Ctrl-C again stops them now. The same command goes on later.");
    }
    return drains;
  }

  private void watch(GraphRun graphRun, RunPlan plan, BooleanSupplier held)
      throws RefusedException, IOException, InterruptedException {
    try (ProgressDisplay display = ProgressDisplay.start(() -> state(graphRun), host.err(), form);
        Logs.Routed routed = Logs.through(display);
        FirstInterrupt interrupt = FirstInterrupt.does(() -> drain(graphRun))) {
      RunMessages.of(run).listen(said -> display.message(said, Logs.areVerbose()));
      graphRun.start();
      boolean ended = false;
      while (!ended) {
        ended = graphRun.awaitEnd();
        if (!ended && graphRun.isDrained()) {
          interrupt.stop();
          Thread.sleep(PATIENCE.toMillis()); // Until it is interrupted.
        }
        if (!held.getAsBoolean()) {
          graphRun.stop(PATIENCE);
          throw new IOException(
              "Cannot go on with %s: another run has taken it over (expected one at a time)"
                  .formatted(Locations.text(plan.folder())));
        }
      }
    } catch (InterruptedException e) {
      graphRun.stop(PATIENCE);
      throw e;
    }
  }
}
