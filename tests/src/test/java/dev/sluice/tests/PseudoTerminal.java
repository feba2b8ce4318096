package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program's own terminal, of a width: {@code script} (util-linux) makes it and records it. */
final class PseudoTerminal {
  private static final long TIMEOUT_MINUTES = 3;

  private PseudoTerminal() {}

  /** Why there is none here, if so. */
  static Optional<String> absence() {
    for (String name : List.of("script", "stty")) {
      if (Stream.of("/usr/bin", "/bin").noneMatch(f -> Files.isExecutable(Path.of(f, name)))) {
        return Optional.of("%s is not installed (util-linux, coreutils)".formatted(name));
      }
    }
    return Optional.empty();
  }

  /**
   * Runs a program in one.
   *
   * @param folder for its record
   * @param environment added to this one's
   * @return all that the program wrote to its terminal
   */
  static String record(
      Path folder, int columns, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path record = Files.createTempFile(folder, "terminal", ".txt");
    String line =
        "stty cols %d rows 50 && exec %s"
            .formatted(
                columns,
                command.stream().map(PseudoTerminal::quoted).collect(Collectors.joining(" ")));
    ProcessBuilder builder =
        new ProcessBuilder("script", "-q", "-e", "-c", line, record.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(Map.of("TERM", "xterm", "LC_ALL", "C.UTF-8", "SHELL", "/bin/sh"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IOException("The program did not end in time, see " + record);
    }
    if (process.exitValue() != 0) {
      throw new IOException("The program failed: " + Files.readString(record, UTF_8));
    }
    // Without what script says of itself.
    return Files.readString(record, UTF_8)
        .replaceFirst("\\AScript started [^\\n]*\\n", "")
        .replaceFirst("\\n?Script done [^\\n]*\\n\\z", "");
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
