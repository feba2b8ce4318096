package dev.sluice.pipeline;

import dev.sluice.convert.ConvertRequest;
import dev.sluice.convert.ConvertSettings;
import dev.sluice.convert.DownloadAndConvertRequest;
import dev.sluice.dump.Dump;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.MirrorAccess;
import dev.sluice.fetch.DownloadRequest;
import dev.sluice.fetch.RawFile;
import dev.sluice.fetch.SlottedMirrors;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.publish.PublishRequest;
import dev.sluice.sort.PartLayout;
import dev.sluice.sort.Run;
import dev.sluice.sort.SortRunRequest;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.WorkFolder;
import dev.sluice.storage.Storage;
import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * One run, with everything decided: what the graph is made from.
 *
 * @param dump what to take, its date exact
 * @param settings the user's wishes
 * @param environment the run's id and storage
 * @param slots the mirrors' connection slots
 * @param mirrorAccess how a listing reaches mirrors
 * @param started when the run began
 */
record RunPlan(
    Dump dump,
    RunSettings settings,
    StepEnvironment environment,
    MirrorSlots slots,
    MirrorAccess mirrorAccess,
    Instant started)
    implements Serializable {
  private static final String PROFILES = "_sluice/profile/";

  /**
   * The plan of a run that begins now.
   *
   * @param spread whether its steps run in several processes
   */
  static RunPlan of(Dump dump, RunSettings settings, String run, Storage storage, boolean spread) {
    URI profiles = settings.profile() ? settings.folder(dump).resolve(PROFILES) : null;
    StepEnvironment environment =
        new StepEnvironment(run, storage, settings.work(dump), spread, profiles);
    MirrorSlots slots =
        spread
            ? MirrorSlots.leased(storage.versioned(), environment.work().slots())
            : MirrorSlots.inProcess(run);
    return new RunPlan(
        dump, settings, environment, slots, new SlottedMirrors(slots), Instant.now());
  }

  List<Mirror> mirrors() {
    return settings.mirrors();
  }

  /** The dump's own folder below the output. */
  URI folder() {
    return settings.folder(dump);
  }

  /** Where everything of the run is that is not published. */
  WorkFolder work() {
    return environment.work();
  }

  DownloadRequest downloadRequest(DumpFile file) {
    return new DownloadRequest(file, work().raw());
  }

  ConvertRequest convertRequest(RawFile raw) {
    return new ConvertRequest(raw, convertSettings());
  }

  DownloadAndConvertRequest downloadAndConvertRequest(DumpFile file) {
    return new DownloadAndConvertRequest(file, convertSettings());
  }

  private ConvertSettings convertSettings() {
    return new ConvertSettings(
        settings.records(),
        settings.order(),
        work().runs(),
        work().spills(),
        settings.sortMemoryMib(),
        settings.keepWork());
  }

  SortRunRequest sortRequest(Run run) {
    return new SortRunRequest(
        run, work().sorted(), work().spills(), settings.sortMemoryMib(), settings.keepWork());
  }

  PartLayout parts() {
    return new PartLayout(
        settings.order(), folder(), settings.partBytes(), settings.compression(), work().spills());
  }

  PublishRequest publication() {
    return new PublishRequest(environment.run(), dump, settings.options(), started, folder());
  }
}
