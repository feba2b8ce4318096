package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program as users start it: {@code java -jar sluice.jar …} in a process of its own.
 *
 * @param exitCode its exit code
 * @param out what it printed to standard output
 * @param err what it printed to standard error
 */
record SluiceProcess(int exitCode, String out, String err) {
  private static final long TIMEOUT_MINUTES = 5;

  /** Runs a command to its end. */
  static SluiceProcess run(Path folder, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process = start(folder, List.of(), out, err, arguments);
    if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException("sluice did not end in time: " + Files.readString(err, UTF_8));
    }
    return new SluiceProcess(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  /** Starts a command, with options for its JVM. */
  static Process start(
      Path folder, List<String> jvmOptions, Path out, Path err, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-jar");
    command.add(jar().toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  private static Path jar() {
    Path jar = Path.of(System.getProperty("sluice.jar", "../pipeline/target/sluice.jar"));
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          "No %s: run `mvn -q -DskipTests package` first".formatted(jar.toAbsolutePath()));
    }
    return jar.toAbsolutePath().normalize();
  }
}
