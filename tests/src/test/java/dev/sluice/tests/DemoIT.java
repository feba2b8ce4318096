package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer does first: the jar without arguments, twice. */
class DemoIT {
  @TempDir Path folder;

  @Test
  void publishesEveryGeneratedRecordInOrderAndDoesSoAgain() throws Exception {
    byte[] first = runDemo();
    byte[] second = runDemo();
    assertThat(second).isEqualTo(first);
  }

  private byte[] runDemo() throws IOException, InterruptedException {
    SluiceProcess demo = SluiceProcess.run(folder);
    assertThat(demo.exitCode()).as(demo.err()).isZero();
    assertThat(demo.err()).contains("duckdb -c", "pandas", "Done:").doesNotContain("\tat ");

    Published published =
        new Published(folder.resolve("sluice-demo/sluicewiki/20260101/stub-meta-history"));
    assertThat(published.isComplete()).isTrue();
    assertThat(published.countInNaturalOrder()).isEqualTo(generated(demo.err()));
    assertThat(folder.resolve("sluice-demo/_work")).doesNotExist();

    JsonNode manifest = published.manifest();
    assertThat(manifest.get("complete").booleanValue()).isTrue();
    assertThat(manifest.get("files")).hasSize(12);
    assertThat(manifest.get("totals").get("records").longValue()).isEqualTo(generated(demo.err()));
    assertThat(manifest.get("failures")).isEmpty();
    // What the slowest one begins may be moved elsewhere, and the last one that served is named.
    assertThat(manifest.findValuesAsText("mirror").stream().distinct().count())
        .as("mirrors that served the ends of files")
        .isBetween(2L, 3L);
    byte[] bytes = published.bytes();
    assertThat((long) bytes.length).isEqualTo(manifest.get("totals").get("bytes").longValue());
    assertThat(Files.size(published.parts().get(0)))
        .isEqualTo(manifest.get("parts").get(0).get("file").get("bytes").longValue());
    return bytes;
  }

  private static long generated(String err) {
    Matcher matcher = Pattern.compile("The dump has ([0-9,]+) revisions").matcher(err);
    assertThat(matcher.find()).as(err).isTrue();
    return Long.parseLong(matcher.group(1).replace(",", ""));
  }
}
