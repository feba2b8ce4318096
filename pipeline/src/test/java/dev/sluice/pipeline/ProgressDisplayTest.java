package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.step.StepProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgressDisplayTest {
  private static final StepProgress BEFORE = new StepProgress("Sort", 1, 0, 0, 0, 0, -1);
  private static final StepProgress AFTER = new StepProgress("Sort", 0, 0, 1, 0, 0, -1);
  private static final String LINE_BEFORE = "Sort  ------------------------  0/1  1 waiting\n";
  private static final String LINE_AFTER = "Sort  ########################  1/1\n";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private List<StepProgress> steps = List.of(BEFORE);

  @Test
  void redrawsInPlaceAndLeavesTheFinalState() {
    ProgressDisplay display = display(true);
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
    try (ProgressDisplay display = display(true)) {
      display.draw();
      shown();
      display.message("Mirror a is slow");
      assertThat(shown()).isEqualTo("\u001b[1F\u001b[JMirror a is slow\n" + LINE_BEFORE);
    }
  }

  @Test
  void printsPlainLinesForWhatChanged() {
    ProgressDisplay display = display(false);
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

  private ProgressDisplay display(boolean terminal) {
    return new ProgressDisplay(
        () -> steps,
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        terminal,
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
