package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.pipeline.TalkingTasks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What 54 tasks say at the same time, on a terminal of its own and through a pipe. */
@Timeout(120)
class WorkersTerminalIT {
  private static final Pattern BEGIN = Pattern.compile("<(\\d+):(\\d+)>");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"80, 26, ''", "200, 28, 1"})
  void tearsNoLineOnATerminal(int columns, int names, String noColour) throws Exception {
    Optional<String> absence = PseudoTerminal.absence();
    absence.ifPresent(reason -> System.err.println("SKIPPED WorkersTerminalIT: " + reason));
    assumeTrue(absence.isEmpty());
    String record = PseudoTerminal.record(folder, columns, Map.of("NO_COLOR", noColour), command());
    Screen screen = new Screen(columns).write(record);
    assertThat(screen.wraps()).isZero();
    assertThat(screen.redraws()).isGreaterThan(TalkingTasks.TASKS);
    List<String> lines = screen.lines().stream().filter(line -> !line.isEmpty()).toList();
    assertThat(lines).contains("logged");
    assertThat(lines.get(lines.size() - 1)).startsWith("Convert to JSON").contains("54/54");
    assertThat(lines.stream().filter(line -> line.startsWith("Convert to JSON"))).hasSize(1);

    StringBuilder message = new StringBuilder();
    String name = "";
    Set<String> complete = new HashSet<>();
    for (String line : lines) {
      assertThat(line.length()).isLessThan(columns);
      if (line.equals("logged") || line.startsWith("Convert to JSON")) {
        continue;
      }
      String start = line.substring(0, names);
      if (!start.isBlank()) {
        assertThat(message.toString()).as("what was begun is ended before").isEmpty();
        name = start.strip();
      }
      message.append(message.isEmpty() ? "" : " ").append(line.substring(names + 1));
      Matcher word = BEGIN.matcher(message);
      assertThat(word.lookingAt()).as(line).isTrue();
      if (message.toString().endsWith("end" + word.group())) {
        assertThat(name)
            .startsWith("Convert …")
            .endsWith("history%s.xml.gz".formatted(word.group(1)));
        assertThat(message.toString()).isEqualTo(text(word));
        assertThat(complete.add(word.group())).isTrue();
        message.setLength(0);
      }
    }
    assertThat(complete).hasSize(TalkingTasks.TASKS * TalkingTasks.LINES);
    assertColoursAreStable(record, noColour.isEmpty());
  }

  private static String text(Matcher word) {
    return word.group()
        + " wörds and words".repeat(Integer.parseInt(word.group(2)))
        + " end"
        + word.group();
  }

  private static void assertColoursAreStable(String record, boolean coloured) {
    Map<String, String> colours = new HashMap<>();
    Matcher names = Pattern.compile("\u001b\\[(\\d+)m(Convert …[^\u001b]*)").matcher(record);
    while (names.find()) {
      String before = colours.put(names.group(2), names.group(1));
      assertThat(before).isIn(null, names.group(1));
    }
    assertThat(colours).hasSize(coloured ? TalkingTasks.TASKS : 0);
    assertThat(new HashSet<>(colours.values()).size()).isEqualTo(coloured ? 10 : 0);
  }

  @Test
  void printsPlainLinesThroughAPipe() throws Exception {
    Process process = new ProcessBuilder(command()).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out).doesNotContain("\u001b", "\r");
    Set<String> complete = new HashSet<>();
    for (String line : out.lines().filter(line -> BEGIN.matcher(line).find()).toList()) {
      Matcher word = BEGIN.matcher(line);
      assertThat(word.find()).isTrue();
      String subject = TalkingTasks.SUBJECT.formatted(Integer.parseInt(word.group(1)));
      assertThat(line).isEqualTo("Convert to JSON %s: %s".formatted(subject, text(word)));
      assertThat(complete.add(word.group())).isTrue();
    }
    assertThat(complete).hasSize(TalkingTasks.TASKS * TalkingTasks.LINES);
  }

  private static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Dfile.encoding=UTF-8",
        "-cp",
        System.getProperty("java.class.path"),
        TalkingTasks.class.getName());
  }
}
