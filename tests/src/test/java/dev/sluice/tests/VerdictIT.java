package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import dev.sluice.pipeline.Sluice;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are held back by one thing on purpose: the manifest says by which. */
@Tag("long")
@Timeout(300)
class VerdictIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int FILES = 6;

  @TempDir Path folder;

  /** Six files, one connection. */
  @Test
  void namesTheMirrorsConnections() throws Exception {
    DemoDump dump = dump(400_000);
    try (FtpMirror mirror = FtpMirror.start(dump.root(), 1, 60_000)) {
      assertLimit("slots", run(new LocalStorage(), mirror.root() + "?connections=1"));
    }
  }

  /** Six files, as many slow connections. */
  @Test
  void namesTheNetwork() throws Exception {
    DemoDump dump = dump(400_000);
    try (FtpMirror mirror = FtpMirror.start(dump.root(), FILES, 10_000)) {
      assertLimit("network", run(new LocalStorage(), mirror.root() + "?connections=" + FILES));
    }
  }

  /** A mirror on the same disk, much to convert and to compress, and so little to write. */
  @Test
  void namesTheCpu() throws Exception {
    String mirror = dump(25_000_000).root().toUri().toString();
    assertLimit("cpu", run(new LocalStorage(), mirror, "--compression=gzip"));
  }

  /** The same mirror, little to convert, and a disk on which every stream is slow. */
  @Test
  void namesStorage() throws Exception {
    Storage slow = new SlowStorage(new LocalStorage(), 600_000);
    assertLimit("storage", run(slow, dump(400_000).root().toUri() + "?connections=" + FILES));
  }

  private DemoDump dump(long bytesPerFile) throws IOException {
    return DemoDump.write(folder.resolve("mirror"), DUMP, FILES, bytesPerFile, 7);
  }

  private JsonNode run(Storage storage, String mirrors, String... options) throws IOException {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Sluice.run(
            storage,
            OutputStream.nullOutputStream(),
            new PrintStream(err, true, UTF_8),
            Stream.concat(
                    Stream.of(
                        "run",
                        "--dump=" + DUMP,
                        "--mirrors=" + mirrors,
                        "--output=" + folder.resolve("out")),
                    Stream.of(options))
                .toArray(String[]::new));
    assertThat(exitCode).as(err.toString(UTF_8)).isZero();
    JsonNode times =
        new Published(folder.resolve("out").resolve(DUMP.toString())).manifest().get("times");
    assertThat(err.toString(UTF_8)).contains(times.get("verdict").textValue());
    return times;
  }

  /** It held for the longest time, and is what the sentence tells. */
  private static void assertLimit(String name, JsonNode times) {
    Map<String, Duration> limits = new TreeMap<>();
    times
        .get("limits")
        .fields()
        .forEachRemaining(
            limit -> limits.put(limit.getKey(), Duration.parse(limit.getValue().textValue())));
    Duration greatest = limits.getOrDefault(name, Duration.ZERO);
    limits.forEach(
        (other, held) -> {
          if (!other.equals(name) && !other.equals("other")) {
            assertThat(held).as("%s of %s", other, limits).isLessThan(greatest);
          }
        });
    assertThat(times.get("verdict").textValue())
        .as(limits.toString())
        .contains(
            Map.of(
                    "slots", "he mirrors' connections were the limit for ",
                    "network", "he network was the limit for ",
                    "cpu", "he CPU was the limit for ",
                    "storage", "torage was the limit for ")
                .get(name));
  }
}
