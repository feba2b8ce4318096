package dev.sluice.pipeline;

import dev.sluice.convert.ConvertSettings;
import dev.sluice.dump.Dump;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.MirrorAccess;
import dev.sluice.fetch.MirrorSlots;
import dev.sluice.publish.PublishRequest;
import dev.sluice.sort.PartLayout;
import dev.sluice.step.StepEnvironment;
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
    Instant started) {
  List<Mirror> mirrors() {
    return settings.mirrors();
  }

  /** The dump's own folder below the output. */
  URI folder() {
    return settings.output().resolve(dump + "/");
  }

  /** The dump's own folder below the work folder; two dumps can be under way at a time. */
  URI staging() {
    return settings.work().resolve("%s-%s-%s/".formatted(dump.wiki(), dump.date(), dump.family()));
  }

  URI staging(String folder) {
    return staging().resolve(folder);
  }

  ConvertSettings convert() {
    return new ConvertSettings(
        settings.records(),
        settings.order(),
        staging("runs/"),
        settings.sortMemoryMib(),
        settings.keepWork());
  }

  PartLayout parts() {
    return new PartLayout(
        settings.order(),
        folder(),
        settings.partBytes(),
        settings.compression(),
        staging("merge/"));
  }

  PublishRequest publication() {
    return new PublishRequest(environment.run(), dump, settings.options(), started, folder());
  }
}
