package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.fetch.MirrorState;
import dev.sluice.runners.ecs.TaskUse;
import dev.sluice.step.StepProgress;
import dev.sluice.step.Underway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ProgressDisplayTest {
  private static final StepProgress BEFORE = new StepProgress("Sort", 1, 0, 0, 0, 0, 0, -1);
  private static final StepProgress AFTER = new StepProgress("Sort", 0, 0, 1, 0, 0, 0, -1);
  private static final String LINE_BEFORE = "Sort  ------------------------  0/1  1 waiting\n";
  private static final String LINE_AFTER = "Sort  ########################  1/1\n";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private List<StepProgress> steps = List.of(BEFORE);
  private @Nullable TaskUse taskUse;
  private List<MirrorState> mirrors = List.of();
  private List<Underway> underway = List.of();
  private int height = 24;

  @Test
  void redrawsInPlaceAndLeavesTheFinalState() {
    ProgressDisplay display = display(ProgressDisplay.Medium.TERMINAL);
    display.draw();
    assertThat(shown()).isEqualTo(LINE_BEFORE);
    steps = List.of(AFTER);
    display.close();
    assertThat(shown()).isEqualTo("\u001b[1F\u001b[J" + LINE_AFTER);
    display.draw();
    display.close();
    assertThat(shown()).isEmpty();
  }

  @Test
  void printsMessagesAboveTheSteps() {
    try (ProgressDisplay display = display(ProgressDisplay.Medium.TERMINAL)) {
      display.draw();
      shown();
      display.message("Mirror a is slow");
      assertThat(shown()).isEqualTo("\u001b[1F\u001b[JMirror a is slow\n" + LINE_BEFORE);
    }
  }

  @Test
  void printsPlainLinesForWhatChanged() {
    ProgressDisplay display = display(ProgressDisplay.Medium.PLAIN);
    display.draw();
    assertThat(shown()).isEqualTo(LINE_BEFORE);
    display.draw();
    assertThat(shown()).isEmpty();
    display.message("Mirror a is slow");
    assertThat(shown()).isEqualTo("Mirror a is slow\n");
    steps = List.of(AFTER);
    display.close();
    assertThat(shown()).isEqualTo(LINE_AFTER);
    display.message("Done");
    assertThat(shown()).isEqualTo("Done\n");
  }

  @Test
  void tellsWhatTasksUseOnWhateverItIsShown() {
    taskUse = new TaskUse(3, 24, 20, 6, 4_000, 120, 0.8649, "USD");
    String line =
        "ECS: 24 running, 3 starting, 20 of them on Spot; 6 ended; 4,000 s on Spot, 120 s on demand;"
            + " about 0.86 USD";
    ProgressDisplay terminal = display(ProgressDisplay.Medium.TERMINAL);
    terminal.draw();
    assertThat(shown()).isEqualTo(LINE_BEFORE + line.substring(0, 79) + "\n");
    terminal.close();
    shown();
    ProgressDisplay plain = display(ProgressDisplay.Medium.PLAIN);
    plain.draw();
    assertThat(shown()).isEqualTo(LINE_BEFORE + line + "\n");
    taskUse = new TaskUse(3, 24, 20, 6, 4_100, 120, 0.9, "USD");
    plain.draw();
    assertThat(shown()).as("only time has passed").isEmpty();
    display(ProgressDisplay.Medium.JSON).draw();
    assertThat(shown())
        .contains("\"tasks\":{\"starting\":3,\"running\":24,\"onSpot\":20,\"ended\":6,");
  }

  @Test
  void showsMirrorsBelowTheSteps() {
    mirrors = List.of(new MirrorState("a.example", 2, 3, 5_000_000, 1));
    ProgressDisplay display = display(ProgressDisplay.Medium.TERMINAL);
    display.draw();
    assertThat(shown())
        .isEqualTo(LINE_BEFORE + "a.example  2/3 connections  0.0 MB/s  5.0 MB  1 error\n");
    mirrors = List.of(new MirrorState("a.example", 0, 3, 5_000_000, 1));
    display.close();
    assertThat(shown())
        .isEqualTo(
            "\u001b[2F\u001b[J" + LINE_BEFORE + "a.example  0/3 connections  5.0 MB  1 error\n");
  }

  @Test
  void showsWhatTakesLongest() {
    underway =
        List.of(
            new Underway("Sort", "x".repeat(100) + "-12.xml.gz", Duration.ofSeconds(3723), 5 << 20),
            new Underway("Sort", "b", Duration.ofSeconds(40), 0),
            new Underway("Sort", "c", Duration.ofSeconds(10), 1),
            new Underway("Sort", "d", Duration.ofSeconds(10), 1));
    display(ProgressDisplay.Medium.TERMINAL).draw();
    assertThat(shown())
        .isEqualTo(
            LINE_BEFORE
                + "  1:02:03     5.2 MB  Sort: …"
                + "x".repeat(40)
                + "-12.xml.gz\n"
                + "  0:00:40             Sort: b\n"
                + "  0:00:10     0.0 MB  Sort: c\n");
    underway = List.of(new Underway("Sort", "e", Duration.ofMillis(9_999), 1));
    display(ProgressDisplay.Medium.TERMINAL).draw();
    assertThat(shown()).isEqualTo(LINE_BEFORE);
  }

  /** Else lines would be left behind above the window's top, again and again. */
  @Test
  void drawsNoMoreLinesThanTheTerminalHas() {
    mirrors = List.of(new MirrorState("a", 1, 1, 0, 0), new MirrorState("b", 0, 2, 0, 0));
    height = 3;
    ProgressDisplay display = display(ProgressDisplay.Medium.TERMINAL);
    display.draw();
    assertThat(shown()).isEqualTo(LINE_BEFORE + "a  1/1 connections  0.0 MB/s\n");
    display.close();
    assertThat(shown()).startsWith("\u001b[2F\u001b[J");
  }

  @Test
  void printsPlainLinesForMirrorsThatChanged() {
    mirrors = List.of(new MirrorState("a", 1, 1, 0, 0), new MirrorState("b", 0, 2, 0, 0));
    ProgressDisplay display = display(ProgressDisplay.Medium.PLAIN);
    display.draw();
    assertThat(shown())
        .isEqualTo(LINE_BEFORE + "a  1/1 connections  0.0 MB/s\n" + "b  0/2 connections\n");
    mirrors = List.of(new MirrorState("a", 1, 1, 0, 0), new MirrorState("b", 0, 2, 0, 7));
    display.close();
    assertThat(shown()).isEqualTo("b  0/2 connections  7 errors\n");
  }

  /** One object a line, which say what the lines for people do. */
  @Test
  void printsObjectsForMachines() throws IOException {
    mirrors = List.of(new MirrorState("a \"x\"", 1, 2, 1000, 3));
    steps = List.of(new StepProgress("Download", 1, 2, 3, 4, 7, 5, 6), BEFORE);
    underway = List.of(new Underway("Download", "f", Duration.ofMillis(61_900), 7));
    ProgressDisplay display = display(ProgressDisplay.Medium.JSON);
    display.draw();
    display.message("a \"b\"\n c");
    display.close();
    display.message("late");
    List<JsonNode> objects = new ArrayList<>();
    for (String line : shown().lines().toList()) {
      objects.add(new ObjectMapper().readTree(line));
    }
    assertThat(objects).hasSize(4);
    ObjectNode moment = (ObjectNode) objects.get(0);
    assertThat(Instant.parse(moment.remove("at").textValue())).isBefore(Instant.now());
    assertThat(moment)
        .hasToString(
            "{\"steps\":[{\"step\":\"Download\",\"waiting\":1,\"running\":2,\"done\":3,"
                + "\"failed\":4,\"retried\":7,\"bytes\":5,\"expectedBytes\":6,\"bytesPerSecond\":0},"
                + "{\"step\":\"Sort\",\"waiting\":1,\"running\":0,\"done\":0,\"failed\":0,\"retried\":0,"
                + "\"bytes\":0,\"expectedBytes\":null,\"bytesPerSecond\":0}],"
                + "\"mirrors\":[{\"mirror\":\"a \\\"x\\\"\",\"connections\":1,\"cap\":2,"
                + "\"bytes\":1000,\"failures\":3,\"bytesPerSecond\":0}],"
                + "\"slow\":[{\"step\":\"Download\",\"subject\":\"f\",\"seconds\":61,"
                + "\"bytes\":7}],\"tasks\":null}");
    assertThat(objects.get(1).get("message").textValue()).isEqualTo("a \"b\"\n c");
    assertThat(objects.get(2).has("steps")).isTrue();
    assertThat(objects.get(3).get("message").textValue()).isEqualTo("late");
  }

  private ProgressDisplay display(ProgressDisplay.Medium medium) {
    return new ProgressDisplay(
        () -> new RunState(steps, mirrors, underway, taskUse),
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        medium,
        () -> 80,
        () -> height,
        () -> 0,
        new ProgressLines(false, false));
  }

  private String shown() {
    String shown = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return shown;
  }
}
