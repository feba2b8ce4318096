package dev.sluice.runners;

import java.io.Serializable;
import java.util.UUID;

/**
 * How the tasks of one run of a graph are launched; travels with the graph.
 *
 * @param id of the run of the graph
 * @param launcher {@value #PROCESS}
 * @param mostDownloads how many tasks of steps that need no core there are at once
 */
record TaskSettings(String id, String launcher, int mostDownloads) implements Serializable {
  static final String PROCESS = "process";

  TaskSettings {
    if (!launcher.equals(PROCESS)) {
      throw new IllegalArgumentException(
          "Cannot use --taskLauncher=%s (expected %s)".formatted(launcher, PROCESS));
    }
    if (mostDownloads < 1) {
      throw new IllegalArgumentException(
          "Cannot use --maxDownloadTasks=%d (expected 1 or more)".formatted(mostDownloads));
    }
  }

  /** Of a new run. */
  static TaskSettings of(EcsOptions options) {
    return new TaskSettings(
        UUID.randomUUID().toString(), options.getTaskLauncher(), options.getMaxDownloadTasks());
  }

  TaskLauncher newLauncher() {
    return ProcessLauncher.ofThisProgram();
  }
}
