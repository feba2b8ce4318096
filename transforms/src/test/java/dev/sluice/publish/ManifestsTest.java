package dev.sluice.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.publish.Manifest.Failure;
import dev.sluice.publish.Manifest.InputFile;
import dev.sluice.publish.Manifest.StepTime;
import dev.sluice.publish.Manifest.Totals;
import dev.sluice.step.Json;
import dev.sluice.step.StepTimes;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestsTest {
  private static final Instant ENDED = Instant.parse("2026-01-02T03:05:00Z");

  private final RunResults results = RunResults.complete(URI.create("file:/out/"));

  @Test
  void tellsWhatWasMadeOfWhat() {
    Manifest manifest = manifest();
    assertThat(manifest.format()).isEqualTo(1);
    assertThat(manifest.run()).isEqualTo("run-1");
    assertThat(manifest.dump()).isEqualTo(RunResults.DUMP);
    assertThat(manifest.options())
        .isEqualTo(Map.of("sortBy", "a", "compression", "none", "partMiB", "512"));
    assertThat(manifest.complete()).isTrue();
    assertThat(manifest.failures()).isEmpty();
    String sha1 = "sha1:" + "0".repeat(40);
    assertThat(manifest.files())
        .containsExactly(
            new InputFile("f0.gz", 1000, sha1, sha1, "m0.example", List.of(), 1, 0, 10, 0, null),
            new InputFile("f1.gz", 2000, sha1, sha1, "m1.example", List.of(), 2, 0, 20, 1, null),
            new InputFile(
                "f2.gz",
                3000,
                null,
                "sha256:" + "2".repeat(64),
                "m2.example",
                List.of(),
                3,
                0,
                30,
                2,
                null));
    assertThat(manifest.parts()).isEqualTo(results.parts);
    assertThat(manifest.totals()).isEqualTo(new Totals(3, 6000, 6, 0, 60, 60_000, 30_000));
    assertThat(manifest.unknownElements())
        .isEqualTo(Map.of("page/upload", 3L, "page/x0", 2L, "page/x1", 2L, "page/x2", 2L));
    assertThat(manifest.textStates()).isEqualTo(Map.of("stub", 60L, "deleted", 0L));
  }

  @Test
  void addsUpTheTimesOfEachStep() {
    Manifest.Times times = manifest().times();
    assertThat(times.started()).isEqualTo(RunResults.STARTED);
    assertThat(times.ended()).isEqualTo(ENDED);
    assertThat(times.steps())
        .containsExactly(
            new StepTime("Convert", 3, 0, Duration.ofMillis(900), StepTimes.ZERO),
            new StepTime("Download", 3, 0, Duration.ofMillis(600), StepTimes.ZERO),
            new StepTime("List dump files", 1, 0, Duration.ofMillis(10), StepTimes.ZERO));
  }

  @Test
  void doesNotDependOnTheOrderInWhichResultsCame() {
    String expected = Json.prettyText(manifest());
    results.reversed();
    assertThat(Json.prettyText(manifest())).isEqualTo(expected);
  }

  @Test
  void readsAsItWasWritten() throws IOException {
    Manifest manifest = manifest();
    assertThat(Json.value(Json.prettyText(manifest), Manifest.class)).isEqualTo(manifest);
  }

  @Test
  void namesEveryFailureAndLeavesTheFailedFilesOut() {
    results.converted.remove(1);
    results.report("Download", "f1.gz", "Cannot download f1.gz: no mirror is left", 1);
    results.report("Convert", "f9.gz", "Cannot convert f9.gz: it is empty", 1);
    results.report("Convert", "f8.gz", "Cannot convert f8.gz: it is empty", 1);
    Manifest manifest = manifest();
    assertThat(manifest.complete()).isFalse();
    assertThat(manifest.files()).extracting(InputFile::name).containsExactly("f0.gz", "f2.gz");
    assertThat(manifest.totals().files()).isEqualTo(3);
    assertThat(manifest.failures())
        .containsExactly(
            new Failure("Convert", "f8.gz", "Cannot convert f8.gz: it is empty"),
            new Failure("Convert", "f9.gz", "Cannot convert f9.gz: it is empty"),
            new Failure("Download", "f1.gz", "Cannot download f1.gz: no mirror is left"));
  }

  @Test
  void noticesRecordsThatAreMissingWithoutAFailure() {
    results.parts.remove(1);
    assertThat(manifest().complete()).isFalse();
    assertThat(manifest().failures())
        .containsExactly(
            new Failure(
                "Publish",
                "all parts",
                "Cannot publish all: 40 records of 3 files are in the parts (expected 60 of 3)"));
  }

  @Test
  void noticesAFileThatIsMissingWithoutAFailure() {
    results.converted.remove(2);
    results.parts.remove(1);
    results.converted.remove(0);
    assertThat(manifest().failures())
        .extracting(Failure::reason)
        .containsExactly(
            "Cannot publish all: 40 records of 1 files are in the parts (expected 20 of 3)");
  }

  private Manifest manifest() {
    return Manifests.of(results.request(), results.gathered(), ENDED);
  }
}
