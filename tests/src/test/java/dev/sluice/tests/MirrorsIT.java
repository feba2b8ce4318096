package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} against FTP servers with a cap of three connections, and against folders. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MirrorsIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int CAP = 3;
  private static final int UNLIMITED = 0;

  @TempDir private static Path folder;
  private DemoDump dump;
  private byte[] expected = {};

  @BeforeAll
  void publishFromAFolder() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    dump = DemoDump.write(folder.resolve("mirror"), DUMP, 20, 1_000_000, 7);
    Published published = run("from-folder", "--mirrors=" + dump.root());
    assertThat(published.countInNaturalOrder()).isEqualTo(dump.revisions());
    expected = published.bytes();
  }

  @Test
  void keepsToTheCapOfARealServerAndOfEmbeddedOnes() throws Exception {
    Optional<String> absence = Vsftpd.absence();
    absence.ifPresent(reason -> System.err.println("SKIPPED MirrorsIT: " + reason));
    assumeTrue(absence.isEmpty(), absence.orElse(""));
    dump.mirrorTo(folder.resolve("gap"), Set.of(dump.files().get(4)));
    try (Vsftpd real = Vsftpd.serve(dump.root(), CAP);
        FtpMirror second = FtpMirror.start(dump.root(), CAP, UNLIMITED);
        FtpMirror third = FtpMirror.start(folder.resolve("gap"), CAP, UNLIMITED)) {
      String mirrors =
          String.join(
              ",",
              real.root() + "?connections=3",
              second.root() + "?connections=3",
              third.root() + "?connections=3");
      Published published = run("from-servers", "--mirrors=" + mirrors);
      assertThat(published.bytes()).isEqualTo(expected);
      assertThat(real.refused()).as("connections that vsftpd refused").isZero();
      assertThat(real.mostConnections()).isBetween(1, CAP);
      assertThat(real.downloads()).as("files from vsftpd").isGreaterThan(2);
      assertThat(List.of(second.refused(), third.refused())).containsOnly(0);
      assertThat(second.highestOpen()).isBetween(1, CAP);
      assertThat(third.highestOpen()).isBetween(1, CAP);
    }
  }

  @Test
  void givesTheSameBytesOnAnyNumberOfThreadsAndForAnySizeOfParts() throws Exception {
    Published oneThread = run("one-thread", "--mirrors=" + dump.root(), "--targetParallelism=1");
    assertThat(oneThread.bytes()).isEqualTo(expected);
    Published manyParts = run("many-parts", "--mirrors=" + dump.root(), "--partMiB=1");
    assertThat(manyParts.parts()).hasSizeGreaterThan(10);
    assertThat(manyParts.bytes()).isEqualTo(expected);
    assertThat(manyParts.parts().get(0).getFileName())
        .hasToString("part-00000-of-%05d.ndjson".formatted(manyParts.parts().size()));
  }

  @Test
  void publishesTheOtherFilesWhenOneIsDamaged() throws Exception {
    Path damaged = folder.resolve("damaged");
    dump.mirrorTo(damaged, Set.of(dump.files().get(3)));
    Path bad = damaged.resolve(DUMP.wiki()).resolve(DUMP.date()).resolve(dump.files().get(3));
    byte[] bytes =
        Files.readAllBytes(
            dump.root().resolve(DUMP.wiki()).resolve(DUMP.date()).resolve(dump.files().get(3)));
    bytes[bytes.length / 2] ^= 1;
    Files.write(bad, bytes);

    Path output = folder.resolve("damaged-output");
    SluiceProcess run =
        SluiceProcess.run(folder, arguments(output, "--mirrors=" + damaged).toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err())
        .contains("FAILED  Cannot download " + dump.files().get(3), "Not complete:")
        .doesNotContain("\tat ");
    Published published = new Published(output.resolve(DUMP.toString()));
    assertThat(published.isComplete()).isFalse();
    assertThat(published.manifest().get("files")).hasSize(dump.files().size() - 1);
    assertThat(published.countInNaturalOrder()).isPositive().isLessThan(dump.revisions());
  }

  private Published run(String name, String... options) throws Exception {
    Path output = folder.resolve(name);
    SluiceProcess run =
        SluiceProcess.run(folder, arguments(output, options).toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    Published published = new Published(output.resolve(DUMP.toString()));
    assertThat(published.isComplete()).isTrue();
    assertThat(output.resolve("_work")).doesNotExist();
    return published;
  }

  private static List<String> arguments(Path output, String... options) {
    List<String> arguments = new ArrayList<>();
    arguments.add("run");
    arguments.add("--dump=" + DUMP);
    arguments.add("--output=" + output);
    arguments.addAll(List.of(options));
    return arguments;
  }
}
