package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.dump.Dump;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs of one dump with a worker process for each heavy step.
 *
 * @param folder where their outputs go, each under the run's name
 * @param dump what they take
 */
record WorkerRuns(Path folder, Dump dump) {
  private static final String[] WORKERS = {"--runner=EcsRunner", "--taskLauncher=process"};

  /** Runs to success in one process. */
  Published inProcess(String name, String mirrors, String... options) throws Exception {
    return completed(
        name, SluiceProcess.run(folder, arguments(name, mirrors, new String[0], options)));
  }

  /** Runs to success with workers. */
  Published withWorkers(String name, String mirrors, String... options) throws Exception {
    return completed(name, start(name, mirrors, options).await());
  }

  /** Starts with workers. */
  SluiceProcess start(String name, String mirrors, String... options) throws Exception {
    return SluiceProcess.start(folder, arguments(name, mirrors, WORKERS, options));
  }

  /** What a run that must have succeeded has published. */
  Published completed(String name, SluiceProcess run) throws Exception {
    assertThat(run.exitCode()).as(run.err()).isZero();
    Published published = published(name);
    assertThat(published.isComplete()).isTrue();
    return published;
  }

  Published published(String name) {
    return new Published(folder.resolve(name).resolve(dump.toString()));
  }

  /** The folder of what a run has staged. */
  Path staging(String name) {
    return folder
        .resolve(name)
        .resolve("_work/%s-%s-%s".formatted(dump.wiki(), dump.date(), dump.family()));
  }

  String[] workerArguments(String name, String mirrors) {
    return arguments(name, mirrors, WORKERS, new String[0]);
  }

  private String[] arguments(String name, String mirrors, String[] runner, String[] options) {
    List<String> arguments = new ArrayList<>();
    arguments.add("run");
    arguments.add("--dump=" + dump);
    arguments.add("--mirrors=" + mirrors);
    arguments.add("--output=" + folder.resolve(name));
    arguments.addAll(List.of(runner));
    arguments.addAll(List.of(options));
    return arguments.toArray(String[]::new);
  }
}
