package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import dev.sluice.generate.DumpKind;
import dev.sluice.generate.DumpSpec;
import dev.sluice.generate.GeneratedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code run} on a Flink cluster of a JobManager and two TaskManagers. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class FlinkIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int CAP = 3;
  private static final int UNLIMITED = 0;

  @TempDir private static Path folder;
  private @Nullable FlinkCluster started;

  @BeforeAll
  void startCluster() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    started = FlinkCluster.start(folder.resolve("flink"), "default", 2, 6);
  }

  @AfterAll
  void endCluster() {
    if (started != null) {
      started.close();
    }
  }

  private FlinkCluster cluster() {
    return Objects.requireNonNull(started);
  }

  @Test
  void publishesWhatOneProcessPublishes() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("small"), DUMP, 4, 300_000, 11);
    assertSame("small", DUMP, dump.root().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "stub-meta-history, gz, false, --partMiB=2",
    "stub-meta-history, gz, false, '--sortBy=revision_dt,revision_id --sortMemoryMiB=2'",
    "pages-articles, bz2, true, --partMiB=4",
    "pages-logging, gz, false, --compression=gzip",
    "stub-meta-history, gz, false, '--onTheFly=true --partMiB=2'",
  })
  void publishesTheSameBytesForEachKindOfDump(
      String family, String suffix, boolean multistream, String options) throws Exception {
    String name = family + "-" + Integer.toHexString(options.hashCode());
    Path mirror = folder.resolve("mirror-" + name);
    Path dated = Files.createDirectories(mirror.resolve("testwiki/20260101"));
    for (int i = 1; i <= 5; i++) {
      GeneratedFile.write(
          DumpSpec.of(DumpKind.ofFamily(family), 2_000_000, i),
          dated.resolve("testwiki-20260101-%s%d.xml.%s".formatted(family, i, suffix)),
          multistream);
    }
    Dump dump = new Dump("testwiki", "20260101", family);
    Published published = assertSame(name, dump, mirror.toString(), options.split(" "));
    if (options.contains("sortBy")) {
      assertThat(published.manifest().get("times").get("steps").findValuesAsText("step"))
          .contains("Sort runs");
    }
  }

  @Test
  void keepsToTheCapsAndConvertsWhileItDownloads() throws Exception {
    Optional<String> absence = Vsftpd.absence();
    absence.ifPresent(reason -> System.err.println("SKIPPED FlinkIT: " + reason));
    assumeTrue(absence.isEmpty(), absence.orElse(""));
    DemoDump dump = DemoDump.write(folder.resolve("capped"), DUMP, 24, 1_500_000, 12);
    dump.mirrorTo(folder.resolve("gap"), Set.of(dump.files().get(4)));
    try (Vsftpd real = Vsftpd.serve(dump.root(), CAP);
        FtpMirror second = FtpMirror.start(dump.root(), CAP, 100_000);
        FtpMirror third = FtpMirror.start(folder.resolve("gap"), CAP, UNLIMITED)) {
      String mirrors =
          String.join(
              ",",
              real.root() + "?connections=3",
              second.root() + "?connections=3",
              third.root() + "?connections=3");
      Published published = run("capped-flink", DUMP, mirrors, onFlink("--keepWork"));
      assertThat(published.countInNaturalOrder()).isEqualTo(dump.revisions());
      assertThat(real.refused()).as("connections that vsftpd refused").isZero();
      assertThat(real.mostConnections()).isBetween(1, CAP);
      assertThat(List.of(second.refused(), third.refused())).containsOnly(0);
      assertThat(second.highestOpen()).isBetween(1, CAP);
      assertThat(third.highestOpen()).isBetween(1, CAP);
    }
    Path results = folder.resolve("capped-flink/_work/testwiki-20260101-stub-meta-history/results");
    List<Instant> downloads = ends(results.resolve("Download"));
    List<Instant> converts = ends(results.resolve("Convert-to-JSON"));
    assertThat(converts.get(0)).as("first conversion").isBefore(downloads.get(23));
    for (int manager = 1; manager <= 2; manager++) {
      assertThat(cluster().log(manager))
          .as("what TaskManager %d did", manager)
          .contains("Download begins: ", "Convert to JSON begins: ");
    }
  }

  @Test
  void publishesTheOthersWhenAFileIsDamaged() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("undamaged"), DUMP, 5, 300_000, 13);
    Path damaged = folder.resolve("damaged");
    dump.mirrorTo(damaged, Set.of(dump.files().get(3)));
    Path bad = damaged.resolve("testwiki/20260101").resolve(dump.files().get(3));
    byte[] bytes = Files.readAllBytes(dump.root().resolve(damaged.relativize(bad)));
    bytes[bytes.length / 2] ^= 1;
    Files.write(bad, bytes);

    SluiceProcess run = start("damaged-output", DUMP, damaged.toString(), onFlink()).await();
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err())
        .contains("FAILED  Cannot download " + dump.files().get(3), "Not complete:")
        .doesNotContain("\tat ");
    Published published = new Published(folder.resolve("damaged-output").resolve(DUMP.toString()));
    assertThat(published.isComplete()).isFalse();
    assertThat(published.manifest().get("files")).hasSize(4);
    assertThat(published.countInNaturalOrder()).isPositive().isLessThan(dump.revisions());
    assertThat(cluster().jobStates()).as("jobs").doesNotContain("RESTARTING", "FAILED", "RUNNING");
  }

  private Published assertSame(String name, Dump dump, String mirror, String... options)
      throws Exception {
    Published here = run(name + "-here", dump, mirror, options);
    Published there = run(name + "-flink", dump, mirror, onFlink(options));
    assertThat(there.bytes()).isEqualTo(here.bytes()).isNotEmpty();
    assertThat(told(there)).isEqualTo(told(here));
    assertThat(folder.resolve(name + "-flink/_work")).doesNotExist();
    return there;
  }

  /** What a manifest tells of the data: all but the run, its times and who served. */
  private static JsonNode told(Published published) throws IOException {
    ObjectNode manifest = (ObjectNode) published.manifest();
    manifest.remove(List.of("run", "times"));
    manifest.get("files").forEach(file -> ((ObjectNode) file).remove("mirror"));
    // Where the parts are differs with the output folder.
    manifest.get("parts").forEach(part -> ((ObjectNode) part.get("file")).remove("uri"));
    return manifest;
  }

  private static List<Instant> ends(Path results) throws IOException {
    List<Instant> ends = new ArrayList<>();
    try (Stream<Path> files = Files.list(results)) {
      for (Path file : files.toList()) {
        ends.add(
            Instant.parse(new ObjectMapper().readTree(file.toFile()).get("ended").textValue()));
      }
    }
    return ends.stream().sorted().toList();
  }

  private String[] onFlink(String... options) {
    return Stream.concat(
            Stream.of("--runner=FlinkRunner", "--flinkMaster=" + cluster().master()),
            Stream.of(options))
        .toArray(String[]::new);
  }

  private static Published run(String name, Dump dump, String mirrors, String... options)
      throws Exception {
    SluiceProcess run = start(name, dump, mirrors, options).await();
    assertThat(run.exitCode()).as(run.err()).isZero();
    Published published = new Published(folder.resolve(name).resolve(dump.toString()));
    assertThat(published.isComplete()).isTrue();
    return published;
  }

  private static SluiceProcess start(String name, Dump dump, String mirrors, String... options)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--dump=" + dump,
                "--mirrors=" + mirrors,
                "--output=" + folder.resolve(name)));
    arguments.addAll(List.of(options));
    return SluiceProcess.start(folder, arguments.toArray(String[]::new));
  }
}
