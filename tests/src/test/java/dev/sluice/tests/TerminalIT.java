package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code run} shows on a terminal of its own while it runs, and as {@code --progress=json}.
 */
@Tag("long")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TerminalIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final List<String> STEPS = List.of("Download", "Convert to JSON", "Merge ranges");

  /** So that a run takes some seconds. */
  private static final int BYTES_PER_SECOND = 60_000;

  @TempDir private static Path folder;
  private Path root;

  @BeforeAll
  void generate() throws IOException {
    root = DemoDump.write(folder.resolve("mirror"), DUMP, 4, 500_000, 7).root();
  }

  @ParameterizedTest
  @CsvSource({"40, ''", "80, ''", "200, 1"})
  void redrawsWholeLinesThatFit(int columns, String noColour) throws Exception {
    Optional<String> absence = PseudoTerminal.absence();
    absence.ifPresent(reason -> System.err.println("SKIPPED TerminalIT: " + reason));
    assumeTrue(absence.isEmpty());
    String record;
    String mirror;
    try (FtpMirror server = FtpMirror.start(root, 2, BYTES_PER_SECOND)) {
      mirror = server.root().getAuthority();
      record =
          PseudoTerminal.record(
              folder, columns, Map.of("NO_COLOR", noColour), command("out-" + columns, server));
    }
    // Up to where the final state stands.
    String progress = record.substring(0, record.indexOf("Done: "));
    Screen screen = new Screen(columns).write(progress);
    assertThat(screen.wraps()).as("lines too long").isZero();
    assertThat(screen.redraws()).as("frames").isGreaterThan(5);
    if (noColour.isEmpty()) {
      assertThat(screen.colours()).isPositive();
    } else {
      assertThat(screen.colours()).isZero();
    }
    List<String> lines = screen.lines().stream().filter(line -> !line.isEmpty()).toList();
    assertThat(lines).as(progress).hasSize(STEPS.size() + 1);
    for (int i = 0; i < STEPS.size(); i++) {
      String line = lines.get(i);
      assertThat(line).startsWith(STEPS.get(i)).matches(".* (\\d+)/\\1( .*)?");
    }
    assertThat(lines.get(STEPS.size()))
        .contains(columns == 40 ? mirror.substring(mirror.length() - 8) : mirror)
        .contains("0/2 connections");
    assertThat(progress).contains("2/2 connections");
    if (columns > 40) {
      assertThat(progress).contains(" running", " left", "MB/s");
    }
    // Nothing half drawn: every frame shows each line once, and below one another.
    for (String frame : progress.split("\u001b\\[\\d+F\u001b\\[J", -1)) {
      List<String> drawn = new Screen(columns).write(frame).lines();
      assertThat(drawn).allSatisfy(line -> assertThat(line.length()).isLessThan(columns));
      assertThat(drawn.stream().filter(line -> line.startsWith("Download")).count())
          .isLessThanOrEqualTo(1);
    }
  }

  @Test
  void printsAnObjectALineForMachines() throws Exception {
    SluiceProcess run;
    try (FtpMirror server = FtpMirror.start(root, 2, BYTES_PER_SECOND)) {
      List<String> arguments = new ArrayList<>(arguments("json", server));
      arguments.add("--progress=json");
      run = SluiceProcess.run(folder, arguments.toArray(String[]::new));
    }
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEmpty();
    Set<String> messages = new HashSet<>();
    List<JsonNode> moments = new ArrayList<>();
    for (String line : run.err().lines().toList()) {
      JsonNode object = new ObjectMapper().readTree(line);
      assertThat(object.get("at").textValue()).startsWith("20");
      if (object.has("message")) {
        messages.add(object.get("message").textValue());
      } else {
        moments.add(object);
      }
    }
    assertThat(messages)
        .anyMatch(message -> message.startsWith("Done: " + DUMP + ": 4 of 4 files"));
    assertThat(moments).hasSizeGreaterThan(2);
    JsonNode last = moments.get(moments.size() - 1);
    assertThat(last.get("steps").findValuesAsText("step")).containsExactlyElementsOf(STEPS);
    for (JsonNode step : last.get("steps")) {
      assertThat(step.get("done").intValue()).as(step.toString()).isPositive();
      assertThat(step.get("running").intValue() + step.get("waiting").intValue()).isZero();
    }
    assertThat(last.get("mirrors").get(0).get("bytes").longValue()).isEqualTo(bytes());
    assertThat(moments)
        .anyMatch(moment -> moment.at("/mirrors/0/connections").intValue() == 2)
        .anyMatch(moment -> moment.at("/mirrors/0/bytesPerSecond").longValue() > 10_000);
  }

  /** Of the dump's files. */
  private long bytes() throws IOException {
    long bytes = 0;
    for (JsonNode file :
        new Published(folder.resolve("json").resolve(DUMP.toString())).manifest().get("files")) {
      bytes += file.get("bytes").longValue();
    }
    return bytes;
  }

  private static List<String> command(String output, FtpMirror server) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", SluiceProcess.jar().toString()));
    command.addAll(arguments(output, server));
    return command;
  }

  private static List<String> arguments(String output, FtpMirror server) {
    return List.of(
        "run",
        "--dump=" + DUMP,
        "--mirrors=" + server.root() + "?connections=2",
        "--output=" + folder.resolve(output));
  }
}
