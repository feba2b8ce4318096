package dev.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.step.TaskMessage;
import dev.sluice.step.WorkerLine;
import dev.sluice.step.WorkerLine.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WorkerLinesTest {
  private static final WorkerLines LINES = new WorkerLines(false, false);

  @Test
  void namesTheTaskBeforeEachMessage() {
    assertThat(LINES.render(said(1, "A mirror is slow"), 80))
        .containsExactly("Convert …a-history3.xml.gz A mirror is slow");
    assertThat(LINES.render(said(2, "A mirror is slow"), 80))
        .containsExactly("Convert …istory3.xml.gz #2 A mirror is slow");
    assertThat(WorkerLines.plain(said(2, "A\tmirror\u001b[2J is slow")))
        .isEqualTo("Convert to JSON enwiki-stub-meta-history3.xml.gz #2: A mirror[2J is slow");
  }

  @Test
  void goesOnBelowWithWhatDoesNotFit() {
    assertThat(LINES.render(said(1, "one two three four"), 40))
        .containsExactly("Convert …l.gz one two three four");
    assertThat(LINES.render(said(1, "x".repeat(60)), 80))
        .containsExactly(
            "Convert …a-history3.xml.gz " + "x".repeat(53), " ".repeat(27) + "x".repeat(7));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 19, 20, 30, 79, 199})
  void fitsAnyWidth(int width) {
    String text = "word 😀 ".repeat(40) + "y".repeat(300);
    assertThat(LINES.render(said(12, text), width))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Math.max(2, width)));
  }

  @Test
  void hasAColourForATaskAndRedForErrors() {
    WorkerLines colours = new WorkerLines(true, false);
    String first = colours.render(said(1, "a"), 80).get(0);
    String second = colours.render(said(1, "b"), 80).get(0);
    assertThat(first).matches("\u001b\\[\\d\\dmConvert …a-history3.xml.gz\u001b\\[0m a");
    assertThat(second).isEqualTo(first.substring(0, first.length() - 1) + "b");
    assertThat(colours.render(said(Kind.ERROR), 80).get(0)).endsWith(" \u001b[31mtext\u001b[0m");
  }

  @Test
  void showsWarningsAndEndsUnlessAllIsWanted() {
    WorkerLines all = new WorkerLines(false, true);
    for (Kind kind : Kind.values()) {
      assertThat(LINES.shows(said(kind)))
          .isEqualTo(kind == Kind.WARN || kind == Kind.ERROR || kind == Kind.END);
      assertThat(all.shows(said(kind))).isEqualTo(kind != Kind.PROGRESS);
    }
  }

  private static TaskMessage said(int attempt, String text) {
    return said(attempt, WorkerLine.message(Instant.EPOCH, Kind.WARN, text));
  }

  private static TaskMessage said(Kind kind) {
    return said(1, WorkerLine.message(Instant.EPOCH, kind, "text"));
  }

  private static TaskMessage said(int attempt, WorkerLine line) {
    return new TaskMessage("Convert to JSON", "enwiki-stub-meta-history3.xml.gz", attempt, line);
  }
}
