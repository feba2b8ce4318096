package dev.sluice.tests;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A worker process of a run.
 *
 * @param process the process
 * @param step what it does, as a folder is called: {@code Sort-runs}
 */
record WorkerHandle(ProcessHandle process, String step) {
  private static final Pattern TASK = Pattern.compile("/tasks/[^/]+/([^/]+)/[0-9a-f]{64}/");

  /** A process as a worker, if it is one. */
  static Stream<WorkerHandle> of(ProcessHandle process) {
    Optional<String> command = process.info().commandLine();
    return command.stream()
        .map(TASK::matcher)
        .filter(Matcher::find)
        .map(task -> new WorkerHandle(process, task.group(1)));
  }

  boolean isAlive() {
    return process.isAlive();
  }
}
