package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.step.WorkerLine.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerLineTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

  @Test
  void isOneJsonObject() {
    assertThat(WorkerLine.progress(AT, 42).text())
        .isEqualTo("{\"at\":\"2026-01-02T03:04:05.678Z\",\"kind\":\"PROGRESS\",\"bytes\":42}");
    assertThat(WorkerLine.message(AT, Kind.WARN, "a\n\"b\"\u2028").text())
        .isEqualTo(
            "{\"at\":\"2026-01-02T03:04:05.678Z\",\"kind\":\"WARN\","
                + "\"message\":\"a\\n\\\"b\\\"\u2028\"}");
    for (WorkerLine line :
        new WorkerLine[] {
          WorkerLine.progress(AT, 42),
          WorkerLine.message(AT, Kind.ERROR, "ü"),
          WorkerLine.end(AT, 42, 3, "Ended")
        }) {
      assertThat(WorkerLine.of(line.text(), Instant.EPOCH)).isEqualTo(line);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.OutOfMemoryError: Java heap space",
        "{\"at\":\"2026-01-02T03:04:05.678Z\",\"kind\":\"WA",
        "{\"at\":\"2026-01-02T03:04:05.678Z\",\"kind\":\"SHOUT\"}",
        "{\"other\":1}",
        "{"
      })
  void keepsWhatIsNone(String text) {
    assertThat(WorkerLine.of(text, AT)).isEqualTo(WorkerLine.message(AT, Kind.WARN, text));
  }

  @Test
  void isNoLongerThanLogDriversTake() {
    String message = WorkerLine.message(AT, Kind.INFO, "ü".repeat(100_000)).message();
    assertThat(message).hasSize(WorkerLine.MOST_CHARACTERS).endsWith("ü…");
  }
}
