package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import dev.sluice.generate.DumpKind;
import dev.sluice.generate.DumpSpec;
import dev.sluice.generate.GeneratedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that are stopped, and commands that meet another one. */
class StopIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int SLOW = 5_000; // A file lasts longer than anything that is awaited.

  @TempDir Path folder;

  @Test
  @Timeout(300)
  void stopsOnAnInterruptWithinFiveSecondsAndGoesOnLater() throws Exception {
    stopsWithinFiveSecondsAndGoesOnLater("INT", 130);
  }

  @Test
  @Tag("long")
  @Timeout(300)
  void stopsOnTerminationWithinFiveSecondsAndGoesOnLater() throws Exception {
    stopsWithinFiveSecondsAndGoesOnLater("TERM", 143);
  }

  private void stopsWithinFiveSecondsAndGoesOnLater(String signal, int exitCode) throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 4, 2_000_000, 3);
    try (FtpMirror slow = FtpMirror.start(dump.root(), 3, SLOW)) {
      SluiceProcess run = start(slow);
      awaitDownloads(run);
      assertStops(run, signal, exitCode);
      assertThat(run.err()).endsWith("Stopped; the same command goes on from here.\n");
      // The server notices only when it next writes.
      await("no connection").atMost(Duration.ofMinutes(1)).until(() -> slow.open() == 0);
    }
    SluiceProcess again = SluiceProcess.run(folder, arguments(dump.root().toString()));
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(new Published(output()).countInNaturalOrder()).isEqualTo(dump.revisions());
  }

  @Test
  @Timeout(300)
  void refusesASecondRunOnTheSameOutputOrInTheSameWorkFolder() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 4, 2_000_000, 3);
    String work = "--work=" + folder.resolve("work");
    try (FtpMirror slow = FtpMirror.start(dump.root(), 3, SLOW)) {
      SluiceProcess first =
          SluiceProcess.start(folder, with(work, arguments(slow.root() + "?connections=3")));
      awaitDownloads(first, folder.resolve("work"));
      SluiceProcess second = SluiceProcess.run(folder, arguments(dump.root().toString()));
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.err())
          .startsWith(
              "Cannot run into %s: another run is at work there (expected one at a time)"
                  .formatted(output()));
      SluiceProcess elsewhere =
          SluiceProcess.run(
              folder,
              with(
                  work,
                  with("--output=" + folder.resolve("else"), arguments(dump.root().toString()))));
      assertThat(elsewhere.exitCode()).isEqualTo(2);
      assertThat(elsewhere.err())
          .startsWith(
              "Cannot use %s: another run stages the same dump there (expected one at a time)"
                  .formatted(work));
      assertThat(folder.resolve("else")).doesNotExist();
      assertThat(first.isAlive()).isTrue();
      first.kill();
    }
    SluiceProcess third = SluiceProcess.run(folder, with(work, arguments(dump.root().toString())));
    assertThat(third.exitCode()).as(third.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "INT, 130, convert, out.ndjson.gz",
    "TERM, 143, convert, parts",
    "INT, 130, sort, parts",
    "TERM, 143, sort, out.ndjson",
    "INT, 130, overlap, out.ndjson",
    "TERM, 143, overlap, out.ndjson.gz"
  })
  @Timeout(300)
  void leavesTheOutputAsItWasWhenItIsStopped(
      String signal, int exitCode, String command, String output) throws Exception {
    Path small = folder.resolve("small");
    Files.write(small, input(command, 100_000));
    SluiceProcess first = SluiceProcess.run(folder, arguments(command, small.toString(), output));
    assertThat(first.exitCode()).as(first.err()).isZero();
    SortedMap<String, String> before = contents("out");
    SluiceProcess second = SluiceProcess.start(folder, arguments(command, "-", output));
    second.feed(
        input(command, command.equals("overlap") ? 50_000_000 : 4_000_000)); // And waits for more.
    awaitMore(second, before.keySet());
    assertStops(second, signal, exitCode);
    assertThat(second.err()).isEqualTo("Stopped.\n");
    assertThat(contents("out")).isEqualTo(before);
  }

  @Test
  @Timeout(300)
  void generateLeavesTheFileAsItWasOnAnInterrupt() throws Exception {
    generateLeavesTheFileAsItWas("INT", 130);
  }

  @Test
  @Tag("long")
  @Timeout(300)
  void generateLeavesTheFileAsItWasOnTermination() throws Exception {
    generateLeavesTheFileAsItWas("TERM", 143);
  }

  private void generateLeavesTheFileAsItWas(String signal, int exitCode) throws Exception {
    Path file = Files.createDirectories(folder.resolve("out")).resolve("dump.xml.gz");
    Files.writeString(file, "before");
    SluiceProcess generate =
        SluiceProcess.start(folder, "generate", "--bytes=1000000000000", "--output=" + file);
    awaitMore(generate, Set.of("dump.xml.gz"));
    assertStops(generate, signal, exitCode);
    assertThat(contents("out")).isEqualTo(Map.of("", "folder", "dump.xml.gz", "before"));
  }

  @Test
  @Timeout(300)
  void demoLeavesNoMirrorsOnTerminationAfterOneThatWasKilled() throws Exception {
    demoLeavesNoMirrorsAfterOneThatWasKilled("TERM", 143);
  }

  @Test
  @Tag("long")
  @Timeout(300)
  void demoLeavesNoMirrorsOnAnInterruptAfterOneThatWasKilled() throws Exception {
    demoLeavesNoMirrorsAfterOneThatWasKilled("INT", 130);
  }

  private void demoLeavesNoMirrorsAfterOneThatWasKilled(String signal, int exitCode)
      throws Exception {
    Path mirrors = folder.resolve("sluice-demo/_work/demo");
    SluiceProcess killed = SluiceProcess.start(folder, "demo");
    killed.awaitWhileAlive("the mirrors' folder", () -> Files.exists(mirrors));
    killed.kill();
    assertThat(mirrors).exists();
    SluiceProcess stopped = SluiceProcess.start(folder, "demo");
    stopped.awaitWhileAlive("the mirrors", () -> stopped.err().contains("Serving it on"));
    assertStops(stopped, signal, exitCode);
    assertThat(mirrors).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"convert, sort", "sort, convert"})
  @Timeout(300)
  void refusesASecondCommandIntoTheSameFolder(String command, String other) throws Exception {
    SluiceProcess first = SluiceProcess.start(folder, arguments(command, "-", "parts"));
    first.feed(input(command, 4_000_000));
    awaitMore(first, Set.of());
    for (String second : List.of(command, other)) {
      Path small = folder.resolve("small");
      Files.write(small, input(second, 10_000));
      SluiceProcess refused =
          SluiceProcess.run(folder, arguments(second, small.toString(), "parts"));
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
      assertThat(refused.err())
          .startsWith(
              "Cannot run into %s: another run is at work there (expected one at a time)"
                  .formatted(folder.resolve("out/parts")));
    }
    assertThat(first.isAlive()).isTrue();
    first.kill();
  }

  private static void assertStops(SluiceProcess process, String signal, int exitCode)
      throws Exception {
    process.assertStopsPromptly(signal);
    assertThat(process.exitCode()).as(process.err()).isEqualTo(exitCode);
    assertThat(process.err()).doesNotContain("\tat ", "internal error");
  }

  /** About so many bytes, whole but for their end. */
  private byte[] input(String command, int bytes) throws Exception {
    Path file = folder.resolve("generated.xml");
    GeneratedFile.write(DumpSpec.of(DumpKind.STUB_META_HISTORY, bytes, 1), file, false);
    if (command.equals("convert")) {
      return Files.readAllBytes(file);
    }
    if (command.equals("overlap")) {
      return intervals(bytes);
    }
    StringBuilder lines = new StringBuilder();
    for (int i = 0; lines.length() < bytes; i++) {
      lines.append("{\"a\":%d}\n".formatted(i * 7919L % 104_729));
    }
    return lines.toString().getBytes(UTF_8);
  }

  /** So far from each other that few of them fit in a mebibyte. */
  private static byte[] intervals(int bytes) {
    StringBuilder lines = new StringBuilder("start_at,end_at\n");
    for (long i = 1; lines.length() < bytes; i++) {
      long start = i * 1_000_000_007 % 1_000_000_000_039L;
      lines.append(start).append(',').append(start + i).append('\n');
    }
    return lines.toString().getBytes(UTF_8);
  }

  private String[] arguments(String command, String input, String output) {
    List<String> arguments = new ArrayList<>(List.of(command, "--input=" + input));
    arguments.add("--output=" + folder.resolve("out").resolve(output));
    if (command.equals("sort")) {
      arguments.addAll(List.of("--sortBy=a", "--sortMemoryMiB=1"));
    }
    if (command.equals("overlap")) {
      arguments.add("--memoryMiB=1");
    }
    return arguments.toArray(String[]::new);
  }

  /** All that is below a folder, by name. */
  private SortedMap<String, String> contents(String name) throws IOException {
    Path root = folder.resolve(name);
    SortedMap<String, String> contents = new TreeMap<>();
    if (!Files.isDirectory(root)) {
      return contents;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        String content = Files.isDirectory(file) ? "folder" : Files.readString(file, ISO_8859_1);
        contents.put(root.relativize(file).toString(), content);
      }
    }
    return contents;
  }

  /** Waits until a command is writing: spills, or a file that is not finished. */
  private void awaitMore(SluiceProcess command, Set<String> names) {
    command.awaitWhileAlive("what it writes", () -> hasMore(names));
  }

  private boolean hasMore(Set<String> names) throws IOException {
    Path root = Files.createDirectories(folder.resolve("out"));
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .anyMatch(name -> !names.contains(name) && !name.endsWith("lock"));
    } catch (UncheckedIOException e) {
      return false; // A file went away while they were listed.
    }
  }

  private SluiceProcess start(FtpMirror mirror) throws Exception {
    return SluiceProcess.start(folder, arguments(mirror.root() + "?connections=3"));
  }

  /** Waits until something is being downloaded. */
  private void awaitDownloads(SluiceProcess run) {
    awaitDownloads(run, folder.resolve("out/_work"));
  }

  private static void awaitDownloads(SluiceProcess run, Path work) {
    Path raw = work.resolve("testwiki-20260101-stub-meta-history/raw");
    run.awaitWhileAlive(
        "a download",
        () -> {
          String[] names = raw.toFile().list();
          return names != null && names.length > 0;
        });
  }

  private Path output() {
    return folder.resolve("out").resolve(DUMP.toString());
  }

  /** The arguments with another option, in the stead of one of the same name. */
  private static String[] with(String option, String... arguments) {
    String name = option.substring(0, option.indexOf('=') + 1);
    List<String> changed = new ArrayList<>(List.of(arguments));
    changed.removeIf(argument -> argument.startsWith(name));
    changed.add(option);
    return changed.toArray(String[]::new);
  }

  private String[] arguments(String mirrors) {
    return new String[] {
      "run", "--dump=" + DUMP, "--mirrors=" + mirrors, "--output=" + folder.resolve("out")
    };
  }
}
