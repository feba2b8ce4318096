package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.demo.DemoDump;
import dev.sluice.dump.Dump;
import dev.sluice.pipeline.Sluice;
import dev.sluice.storage.LocalStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dumps with a damaged file: nothing of it is published, the others are complete, the failure is
 * one sentence, and once the file is mended the same run does that file alone.
 */
@Tag("soak")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamageIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int DAMAGED = 1;

  @TempDir private static Path folder;
  private final Random random = new Random(11);
  private DemoDump dump;
  private byte[] whole = {};
  private byte[] expected = {};
  private long othersRecords;

  private record Outcome(int exitCode, String err) {}

  @BeforeAll
  void publishUndamaged() throws Exception {
    dump = DemoDump.write(folder.resolve("mirror"), DUMP, 3, 60_000, 9);
    whole = Files.readAllBytes(damaged(dump.root()));
    Outcome run = run(dump.root(), folder.resolve("undamaged"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    Published published = published(folder.resolve("undamaged"));
    expected = published.bytes();
    JsonNode files = published.manifest().get("files");
    othersRecords = dump.revisions() - files.get(DAMAGED).get("records").longValue();
  }

  /** With and without checksums: then it is the conversion that finds it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noticesATruncationAnywhere(boolean checksums) throws Exception {
    for (int i = 0; i < 100; i++) {
      int length = random.nextInt(whole.length);
      byte[] bytes = Arrays.copyOf(whole, length);
      assertNoticed("truncated to " + length, bytes, checksums, i < 5);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noticesAFlippedBitAnywhere(boolean checksums) throws Exception {
    for (int i = 0; i < 100; i++) {
      byte[] bytes = whole.clone();
      // The first ten bytes are gzip's header: some of its bits mean nothing.
      int bit = (checksums ? 0 : 80) + random.nextInt(8 * whole.length - (checksums ? 0 : 80));
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      assertNoticed("bit " + bit + " flipped", bytes, checksums, i < 5);
    }
  }

  @Test
  void noticesAFileThatGrew() throws Exception {
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertNoticed("grown", longer, true, true);
    assertNoticed("grown without checksums", longer, false, true);
  }

  @Test
  void noticesAWrongChecksum() throws Exception {
    Path mirror = mirror("checksum", whole, true);
    Path status = mirror.resolve(DUMP.wiki()).resolve(DUMP.date()).resolve("dumpstatus.json");
    String right = Files.readString(status, UTF_8);
    String sha1 = sha1(whole);
    assertThat(right).contains(sha1);
    Files.delete(status);
    Files.writeString(status, right.replace(sha1, "0".repeat(40)));
    Path output = folder.resolve("checksum-output");
    Outcome run = run(mirror, output);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("Cannot download " + dump.files().get(DAMAGED))
        .contains("its sha1 is %s".formatted(sha1))
        .contains("(expected %s)".formatted("0".repeat(40)));
    assertOthersAreComplete("wrong checksum", output);
  }

  private void assertNoticed(String what, byte[] bytes, boolean checksums, boolean mend)
      throws Exception {
    Path mirror = mirror("damaged", bytes, checksums);
    Path output = folder.resolve("output");
    Outcome run = run(mirror, output);
    assertThat(run.exitCode()).as("%s: %s", what, run.err()).isEqualTo(1);
    assertThat(run.err().lines().filter(line -> line.startsWith("FAILED  Cannot ")))
        .as("%s: %s", what, run.err())
        .hasSize(1)
        .first()
        .asString()
        .contains(dump.files().get(DAMAGED));
    assertThat(run.err()).doesNotContain("\tat ", "internal error");
    assertOthersAreComplete(what, output);
    if (mend) {
      Path mended = mirror("damaged", whole, checksums);
      Outcome again = run(mended, output);
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(published(output).bytes()).as(what).isEqualTo(expected);
      for (JsonNode step : published(output).manifest().get("times").get("steps")) {
        if (List.of("Download", "Convert to JSON").contains(step.get("step").textValue())) {
          assertThat(step.get("executions").intValue()).as(step.toString()).isEqualTo(1);
          assertThat(step.get("reused").intValue()).as(step.toString()).isEqualTo(2);
        }
      }
    }
    new LocalStorage().deleteFolder(output.toUri());
  }

  private void assertOthersAreComplete(String what, Path output) throws IOException {
    Published published = published(output);
    assertThat(published.isComplete()).as(what).isFalse();
    assertThat(published.manifest().get("failures")).as(what).hasSize(1);
    assertThat(published.manifest().get("files")).as(what).hasSize(2);
    assertThat(published.countInNaturalOrder()).as(what).isEqualTo(othersRecords);
  }

  /** A copy of the mirror with other bytes in one file. */
  private Path mirror(String name, byte[] bytes, boolean checksums) throws IOException {
    Path mirror = folder.resolve(name);
    new LocalStorage().deleteFolder(mirror.toUri());
    dump.mirrorTo(mirror, Set.of(dump.files().get(DAMAGED)));
    Files.write(damaged(mirror), bytes);
    if (!checksums) {
      Path files = mirror.resolve(DUMP.wiki()).resolve(DUMP.date());
      try (Stream<Path> all = Files.list(files)) {
        for (Path file : all.filter(f -> !f.toString().endsWith(".gz")).toList()) {
          Files.delete(file);
        }
      }
    }
    return mirror;
  }

  private Path damaged(Path root) {
    return root.resolve(DUMP.wiki()).resolve(DUMP.date()).resolve(dump.files().get(DAMAGED));
  }

  private static Published published(Path output) {
    return new Published(output.resolve(DUMP.toString()));
  }

  private static Outcome run(Path mirror, Path output) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Sluice.run(
            new LocalStorage(),
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, UTF_8),
            "run",
            "--dump=" + DUMP,
            "--mirrors=" + mirror + "?connections=3",
            "--output=" + output);
    return new Outcome(exitCode, err.toString(UTF_8));
  }

  private static String sha1(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
  }
}
