package dev.sluice.runners;

import dev.sluice.runners.ecs.Attempts;
import dev.sluice.step.Load;
import dev.sluice.step.StepTask;
import dev.sluice.step.WorkerLine;
import dev.sluice.storage.Storage;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Starts workers as processes on this machine, of the same Java and the same class path as this
 * one. A worker's log, one {@link WorkerLine} a line, is {@code worker.log} beside its task, or, if
 * that is not on this machine, a temporary file, which is kept if the worker fails.
 *
 * <p>A worker that computes may use as much heap as this process, so that what fits here fits
 * there; one that only waits is small. Its temporary files are where this one's are. It ends when
 * this process does, since it watches its standard input. (Java itself has a small thread for each
 * process that it waits for.)
 */
final class ProcessLauncher implements TaskLauncher {
  private static final String MAIN = "dev.sluice.worker.Worker";
  private static final long SMALL_HEAP = 64L << 20;

  private final String java;
  private final String classPath;
  private final String main;

  ProcessLauncher(String java, String classPath, String main) {
    this.java = java;
    this.classPath = classPath;
    this.main = main;
  }

  static ProcessLauncher ofThisProgram() {
    return new ProcessLauncher(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), classPath(), MAIN);
  }

  @Override
  public RunningTask launch(
      StepTask task, Storage storage, Load load, Attempts attempts, Consumer<WorkerLine> lines) {
    URI beside = task.place().resolve("worker.log");
    try {
      boolean here = "file".equals(beside.getScheme());
      Path log = here ? Path.of(beside) : Files.createTempFile("sluice-worker-", ".log");
      Process process =
          new ProcessBuilder(command(task, storage, load))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return here
          ? WorkerProcess.of(process, log, lines)
          : WorkerProcess.withTemporaryLog(process, log, lines);
    } catch (IOException e) {
      return new UnstartedProcess(String.valueOf(e.getMessage()));
    }
  }

  private List<String> command(StepTask task, Storage storage, Load load) {
    List<String> command = new ArrayList<>();
    command.add(java);
    command.add("-Xmx" + (load == Load.WAITS ? SMALL_HEAP : Runtime.getRuntime().maxMemory()));
    command.add("-XX:+UseSerialGC");
    if (load == Load.WAITS) {
      command.add("-XX:TieredStopAtLevel=1"); // Saves a third of the CPU time of a short life.
    }
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.add("-Dsluice.worker.endsWithInput=true");
    command.add("-Dorg.slf4j.simpleLogger.log.dev.sluice=info");
    command.addAll(List.of("-cp", classPath, main, task.place().toString()));
    command.addAll(storage.arguments());
    return command;
  }

  /** Maven's exec:java has the program in a class loader of its own. */
  private static String classPath() {
    ClassLoader loader = ProcessLauncher.class.getClassLoader();
    return loader instanceof URLClassLoader urls
        ? Arrays.stream(urls.getURLs())
            .map(ProcessLauncher::file)
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  private static String file(URL url) {
    return Path.of(URI.create(url.toString())).toString();
  }
}
