package dev.sluice.runners;

import dev.sluice.step.StepTask;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Starts workers as processes on this machine, of the same Java and the same class path as this
 * one. A worker's log is {@code worker.log} beside its task.
 *
 * <p>A worker that needs a core may use as much heap as this process, so that what fits here fits
 * there; one that waits is small. It ends when this process does, since it watches its standard
 * input. (Java itself has a small thread for each process that it waits for.)
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
  public RunningTask launch(StepTask task, boolean needsCore) {
    Path log = Path.of(task.place().resolve("worker.log"));
    try {
      return new WorkerProcess(
          new ProcessBuilder(command(task, needsCore)).redirectError(log.toFile()).start(), log);
    } catch (IOException e) {
      return new UnstartedProcess(String.valueOf(e.getMessage()));
    }
  }

  private List<String> command(StepTask task, boolean needsCore) {
    List<String> command = new ArrayList<>();
    command.add(java);
    command.add("-Xmx" + (needsCore ? Runtime.getRuntime().maxMemory() : SMALL_HEAP));
    command.add("-XX:+UseSerialGC");
    if (!needsCore) {
      command.add("-XX:TieredStopAtLevel=1"); // Saves a third of the CPU time of a short life.
    }
    command.add("-Dsluice.worker.endsWithInput=true");
    command.add("-Dorg.slf4j.simpleLogger.log.dev.sluice=info");
    command.addAll(List.of("-cp", classPath, main, task.place().toString()));
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
