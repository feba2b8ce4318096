package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Worker processes that are many, that are killed, and that cannot do their task. */
@Tag("long")
class WorkerFaultsIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int CAP = 3;

  @TempDir Path folder;
  private WorkerRuns runs = new WorkerRuns(Path.of("unset"), DUMP);

  @BeforeEach
  void runInTheFolder() throws Exception {
    runs = new WorkerRuns(folder, DUMP);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  @Timeout(300)
  void usesEveryConnectionAndEveryCoreAndPassesNoCap() throws Exception {
    Optional<String> absence = Vsftpd.absence();
    absence.ifPresent(reason -> System.err.println("SKIPPED WorkerFaultsIT: " + reason));
    assumeTrue(absence.isEmpty(), absence.orElse(""));
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 24, 3_000_000, 7);
    byte[] expected = runs.inProcess("in-process", dump.root().toString()).bytes();
    int rate = 40_000;
    try (Vsftpd first = Vsftpd.serve(dump.root(), CAP, rate);
        Vsftpd second = Vsftpd.serve(dump.root(), CAP, rate);
        Vsftpd third = Vsftpd.serve(dump.root(), CAP, rate)) {
      List<Vsftpd> servers = List.of(first, second, third);
      String mirrors =
          String.join(",", servers.stream().map(s -> s.root() + "?connections=" + CAP).toList());
      SluiceProcess run = runs.start("workers", mirrors);
      long downloads = 0;
      long converts = 0;
      boolean together = false;
      while (run.isAlive()) {
        List<WorkerHandle> workers = run.workers();
        long converting = count(workers, "Convert-to-JSON");
        long downloading = count(workers, "Download");
        assertThat(downloading).isLessThanOrEqualTo(3 * CAP);
        downloads = Math.max(downloads, downloading);
        converts = Math.max(converts, converting);
        together |= converting > 0 && downloading > 0;
        TimeUnit.MILLISECONDS.sleep(50); // It is watched until it ends.
      }
      assertThat(runs.completed("workers", run).bytes()).isEqualTo(expected);
      for (Vsftpd server : servers) {
        assertThat(server.refused()).as("connections that vsftpd refused").isZero();
        assertThat(server.mostConnections()).isEqualTo(CAP);
      }
      assertThat(downloads).as("downloads side by side").isEqualTo(3 * CAP);
      assertThat(converts).as("converts side by side").isGreaterThanOrEqualTo(2);
      assertThat(together).as("converts start while downloads run").isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Download", "Convert-to-JSON", "Sort-runs", "Merge-ranges"})
  @Timeout(300)
  void completesWithTheSameBytesWhenAWorkerIsKilled(String step) throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 3, 8_000_000, 5);
    String[] options = {"--sortBy=revision_dt,revision_id", "--keepWork=true"};
    byte[] expected = runs.inProcess("in-process", dump.root().toString(), options).bytes();
    // One connection: the slot of the killed download has to come back for the others to be done.
    try (FtpMirror mirror = FtpMirror.start(dump.root(), 1, 500_000)) {
      SluiceProcess run = runs.start("workers", mirror.root() + "?connections=1", options);
      awaitAtWork(run, step).process().destroyForcibly();
      run.await();
      assertThat(runs.completed("workers", run).bytes()).isEqualTo(expected);
      assertThat(mirror.refused()).isZero();
      assertThat(attempts(step)).as("attempts of the task whose worker was killed").contains(2);
    }
  }

  @Test
  @Timeout(300)
  void publishesTheOthersWhenAFileCannotBeHad() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 4, 300_000, 5);
    String bad = dump.files().get(2);
    Path damaged = folder.resolve("damaged");
    dump.mirrorTo(damaged, Set.of(bad));
    byte[] bytes = Files.readAllBytes(in(dump.root(), bad));
    bytes[bytes.length / 2] ^= 1;
    Files.write(in(damaged, bad), bytes);
    SluiceProcess run = runs.start("workers", damaged.toString()).await();
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err())
        .contains("FAILED  Cannot download " + bad, "Not complete:")
        .doesNotContain("\tat ");
    Published published = runs.published("workers");
    assertThat(published.isComplete()).isFalse();
    assertThat(published.manifest().get("files")).hasSize(3);
    assertThat(published.countInNaturalOrder()).isPositive().isLessThan(dump.revisions());
  }

  @ParameterizedTest
  @CsvSource({
    "'public static void main(String[] args) {}', 'exit code 0; log: ', ': empty)'",
    "'', 'exit code 1; log: ', ''"
  })
  @Timeout(300)
  void namesWhatIsWrongWithWorkers(String code, String exit, String end) throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 1, 100_000, 5);
    Path classes = compiled("package dev.sluice.worker; public class Worker {%s}".formatted(code));
    SluiceProcess run =
        SluiceProcess.runBehind(
            folder, classes, runs.workerArguments("workers", dump.root().toString()));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "FAILED  Cannot do step Download for %s: 3 workers ended without a result (%s"
                .formatted(dump.files().get(0), exit),
            "/3/worker.log: ",
            end)
        .doesNotContain("\tat ");
  }

  private Path compiled(String source) throws Exception {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Path file = Files.writeString(folder.resolve("Worker.java"), source);
    assertThat(
            Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
                .run(null, null, null, "-d", classes.toString(), file.toString()))
        .isZero();
    return classes;
  }

  /** A worker that is at work on a step. */
  private static WorkerHandle awaitAtWork(SluiceProcess run, String step) {
    AtomicReference<@Nullable WorkerHandle> found = new AtomicReference<>();
    run.awaitWhileAlive(
        "a worker at " + step,
        () -> {
          run.workers().stream()
              .filter(worker -> worker.step().equals(step) && isAtWork(worker))
              .forEach(found::set);
          return found.get() != null;
        });
    return Objects.requireNonNull(found.get());
  }

  private static boolean isAtWork(WorkerHandle worker) {
    return worker.process().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() > 300;
  }

  private List<Integer> attempts(String step) throws Exception {
    try (Stream<Path> files = Files.walk(runs.staging("workers").resolve("tasks"))) {
      return files
          .filter(file -> file.endsWith("task.json"))
          .map(Path::getParent)
          .filter(attempt -> attempt.getParent().getParent().endsWith(step))
          .map(attempt -> Integer.valueOf(attempt.getFileName().toString()))
          .toList();
    }
  }

  private static long count(List<WorkerHandle> workers, String step) {
    return workers.stream().filter(worker -> worker.step().equals(step)).count();
  }

  private static Path in(Path root, String file) {
    return root.resolve(DUMP.wiki()).resolve(DUMP.date()).resolve(file);
  }
}
