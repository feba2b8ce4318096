package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.LocalStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepResultsTest {
  private static final String FINGERPRINT = "0123";

  @TempDir Path folder;

  @Test
  void findsWhatWasPut() throws Exception {
    StepResult result = result();
    results().put(result);
    assertThat(results().find("Weigh things", FINGERPRINT)).contains(result);
    assertThat(results().find("Weigh things", "4567")).isEmpty();
  }

  @Test
  void takesAResultOfAnotherVersionForNone() throws Exception {
    results().put(result());
    Path file = folder.resolve("Weigh-things").resolve(FINGERPRINT + ".json");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"subject\"", "\"about\""));
    assertThat(results().find("Weigh things", FINGERPRINT)).isEmpty();
    Files.writeString(file, text.replaceFirst("\"schema\"\\s*:\\s*1", "\"schema\":2"));
    assertThat(results().find("Weigh things", FINGERPRINT)).isEmpty();
    Files.writeString(file, text);
    assertThat(results().find("Weigh things", FINGERPRINT)).isPresent();
  }

  private StepResults results() {
    return new StepResults(new LocalStorage(), folder.toUri());
  }

  private static StepResult result() {
    return new StepResult(
        StepResult.SCHEMA,
        "Weigh things",
        FINGERPRINT,
        "run",
        "one",
        Json.tree(Map.of("weight", 3)),
        StepTimes.ZERO,
        Instant.parse("2026-01-01T00:00:00Z"));
  }
}
