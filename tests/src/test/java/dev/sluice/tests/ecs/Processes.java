package dev.sluice.tests.ecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image whose containers are processes on this machine, with an environment of their own. As
 * with docker, a container's command comes after the image's entry point, and both of its streams
 * go to the log.
 */
public final class Processes implements Program {
  private static final Logger LOG = LoggerFactory.getLogger(Processes.class);

  private final Path folder;
  private final List<String> entryPoint;

  private Processes(Path folder, List<String> entryPoint) {
    this.folder = folder;
    this.entryPoint = List.copyOf(entryPoint);
  }

  /**
   * Of a program that is there.
   *
   * @param folder below which each container has its folder to work in
   * @param entryPoint the command of the image, before that of a container
   */
  public static Processes in(Path folder, String... entryPoint) {
    return new Processes(folder, List.of(entryPoint));
  }

  @Override
  public Running start(Launch launch, Console console, Timeline time) throws IOException {
    List<String> command = new ArrayList<>(entryPoint);
    command.addAll(launch.command());
    Path work = folder.resolve(launch.taskArn().replaceAll(".*/", "")).resolve(launch.container());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Files.createDirectories(work).toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("PATH", "LANG", "LC_ALL"));
    builder.environment().putAll(launch.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    Thread reader = new Thread(() -> read(process, console), "ecs-container-" + process.pid());
    reader.setDaemon(true);
    reader.start();
    return new Signals(process.toHandle()); // A process's own destroy() closes its output.
  }

  private static void read(Process process, Console console) {
    try (BufferedReader out = process.inputReader(UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        console.line(line);
      }
    } catch (IOException e) {
      LOG.debug("A container's output broke", e);
    }
    console.exited(process.onExit().join().exitValue());
  }

  private record Signals(ProcessHandle process) implements Running {
    @Override
    public void terminate() {
      process.destroy();
    }

    @Override
    public void kill() {
      process.destroyForcibly();
    }
  }
}
