package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.fetch.MirrorState;
import dev.sluice.step.StepProgress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgressDisplayTest {
  private static final StepProgress BEFORE = new StepProgress("Sort", 1, 0, 0, 0, 0, -1);
  private static final StepProgress AFTER = new StepProgress("Sort", 0, 0, 1, 0, 0, -1);
  private static final String LINE_BEFORE = "Sort  ------------------------  0/1  1 waiting\n";
  private static final String LINE_AFTER = "Sort  ########################  1/1\n";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private List<StepProgress> steps = List.of(BEFORE);
  private List<MirrorState> mirrors = List.of();

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
    steps = List.of(new StepProgress("Download", 1, 2, 3, 4, 5, 6), BEFORE);
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
                + "\"failed\":4,\"bytes\":5,\"expectedBytes\":6,\"bytesPerSecond\":0},"
                + "{\"step\":\"Sort\",\"waiting\":1,\"running\":0,\"done\":0,\"failed\":0,"
                + "\"bytes\":0,\"expectedBytes\":null,\"bytesPerSecond\":0}],"
                + "\"mirrors\":[{\"mirror\":\"a \\\"x\\\"\",\"connections\":1,\"cap\":2,"
                + "\"bytes\":1000,\"failures\":3,\"bytesPerSecond\":0}]}");
    assertThat(objects.get(1).get("message").textValue()).isEqualTo("a \"b\"\n c");
    assertThat(objects.get(2).has("steps")).isTrue();
    assertThat(objects.get(3).get("message").textValue()).isEqualTo("late");
  }

  private ProgressDisplay display(ProgressDisplay.Medium medium) {
    return new ProgressDisplay(
        () -> new RunState(steps, mirrors),
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        medium,
        () -> 80,
        () -> 0,
        new ProgressLines(false, false));
  }

  private String shown() {
    String shown = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return shown;
  }
}
