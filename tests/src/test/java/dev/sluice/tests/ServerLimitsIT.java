package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.demo.DemoDump;
import dev.sluice.dump.Dump;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A vsftpd, a proftpd and an nginx that each allow three connections, nine slots in as many worker
 * processes, and one of these killed in the middle of its transfer.
 */
class ServerLimitsIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int CAP = 3;
  private static final int FILES = 18;
  private static final int RATE = 40_000;

  @TempDir Path folder;

  @Test
  @Tag("long")
  @Timeout(300)
  void refuseNobodyThoughAWorkerIsKilled() throws Exception {
    Optional<String> absence =
        Stream.of(Vsftpd.absence(), Proftpd.absence(), Nginx.absence())
            .flatMap(Optional::stream)
            .findFirst();
    absence.ifPresent(reason -> System.err.println("SKIPPED ServerLimitsIT: " + reason));
    assumeTrue(absence.isEmpty(), absence.orElse(""));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, FILES, 3_000_000, 7);
    WorkerRuns runs = new WorkerRuns(folder, DUMP);
    try (Vsftpd vsftpd = Vsftpd.serve(dump.root(), CAP, RATE);
        Proftpd proftpd = Proftpd.serve(dump.root(), CAP, RATE);
        Nginx nginx = Nginx.serve(dump.root(), CAP, RATE)) {
      List<String> roots = List.of(vsftpd.root(), proftpd.root(), nginx.root());
      SluiceProcess run =
          runs.start(
              "workers",
              String.join(",", roots.stream().map(r -> r + "?connections=" + CAP).toList()));
      run.awaitWhileAlive("nine downloads", () -> downloads(run).size() == 3 * CAP);
      assertThat(downloads(run).get(CAP).process().destroyForcibly()).isTrue();
      run.await();
      Published published = runs.completed("workers", run);
      assertThat(published.countInNaturalOrder()).isEqualTo(dump.revisions());
      assertThat(vsftpd.refused()).as("refused by vsftpd").isZero();
      assertThat(proftpd.refused()).as("refused by proftpd").isZero();
      assertThat(nginx.refused()).as("refused by nginx").isZero();
      List<Long> files = List.of(vsftpd.downloads(), proftpd.downloads(), nginx.downloads());
      assertThat(files).as("files from each").allSatisfy(count -> assertThat(count).isPositive());
      assertThat(files.stream().mapToLong(Long::longValue).sum())
          .as("files sent, those that moved to a faster mirror from each of theirs")
          .isGreaterThanOrEqualTo(FILES);
    }
  }

  private static List<WorkerHandle> downloads(SluiceProcess run) {
    return run.workers().stream().filter(worker -> worker.step().equals("Download")).toList();
  }
}
