package dev.sluice.runners;

import dev.sluice.runners.ecs.EcsSettings;
import dev.sluice.step.Cores;
import java.io.Serializable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the tasks of one run of a graph are launched; travels with the graph.
 *
 * @param id of the run of the graph
 * @param ecs null: as processes on this machine
 * @param mostDownloads how many tasks of steps that need no core there are at once
 * @param mostBusy how many tasks of the others there are at once
 */
record TaskSettings(String id, @Nullable EcsSettings ecs, int mostDownloads, int mostBusy)
    implements Serializable {
  static final String PROCESS = "process";
  static final String ECS = "ecs";

  private static final int PROCESS_RETRIES = 2;

  TaskSettings {
    atLeastOne("maxDownloadTasks", mostDownloads);
    atLeastOne("maxConvertTasks", mostBusy);
  }

  private static void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Cannot use --%s=%d (expected 1 or more)".formatted(option, value));
    }
  }

  /** Of a new run. */
  static TaskSettings of(EcsOptions options) {
    String launcher = options.getTaskLauncher();
    return switch (launcher) {
      case PROCESS -> {
        int most =
            options.getMaxConvertTasks() == null ? Cores.COUNT : options.getMaxConvertTasks();
        yield of(options, null, most);
      }
      case ECS -> {
        int most = options.getMaxConvertTasks() == null ? 27 : options.getMaxConvertTasks();
        yield of(options, EcsOptionValues.settings(options), most);
      }
      default ->
          throw new IllegalArgumentException(
              "Cannot use --taskLauncher=%s (expected %s or %s)".formatted(launcher, PROCESS, ECS));
    };
  }

  private static TaskSettings of(EcsOptions options, @Nullable EcsSettings ecs, int mostBusy) {
    return new TaskSettings(
        UUID.randomUUID().toString(), ecs, options.getMaxDownloadTasks(), mostBusy);
  }

  int retries() {
    return ecs == null ? PROCESS_RETRIES : ecs.retries();
  }

  TaskLauncher newLauncher() {
    return ecs == null ? ProcessLauncher.ofThisProgram() : new EcsLauncher(ecs);
  }
}
