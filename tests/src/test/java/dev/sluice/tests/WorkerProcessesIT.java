package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code run --runner=EcsRunner --taskLauncher=process}: the same bytes, and how it is stopped. */
class WorkerProcessesIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int SLOW = 5_000; // A file lasts longer than anything that is awaited.
  private static final List<String> SEPARATE = List.of("Download", "Convert to JSON");

  @TempDir Path folder;

  /** Sorted by time, so that all steps have something to do. */
  @Test
  @Timeout(300)
  void publishesTheSameAsOneProcess() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 2, 400_000, 3);
    assertSame(DUMP, dump.root(), SEPARATE, "Sort runs", "--sortBy=revision_dt,revision_id");
  }

  @Test
  @Tag("long")
  @Timeout(300)
  void publishesTheSameAsOneProcessOnTheFly() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 3, 400_000, 3);
    WorkerRuns runs = new WorkerRuns(folder, DUMP);
    Published stored = runs.inProcess("stored", dump.root().toString());
    Published published =
        assertSame(
            DUMP, dump.root(), List.of("Download and convert"), "Merge ranges", "--onTheFly=true");
    assertThat(published.bytes()).isEqualTo(stored.bytes());
  }

  @ParameterizedTest
  @CsvSource({"PAGES_ARTICLES, xml.bz2", "PAGES_LOGGING, xml.gz"})
  @Tag("long")
  @Timeout(300)
  void publishesTheSameOfOtherFamilies(DumpKind kind, String ending) throws Exception {
    Path mirror = folder.resolve("mirror");
    String name = "sluicewiki-20260101-%s.%s".formatted(kind.family(), ending);
    GeneratedFile.write(
        DumpSpec.of(kind, 2_000_000, 5),
        mirror.resolve("sluicewiki/20260101").resolve(name),
        false);
    assertSame(new Dump("sluicewiki", "20260101", kind.family()), mirror, SEPARATE, "Merge ranges");
  }

  @Test
  @Timeout(300)
  void stopsWithItsWorkersAndGoesOnLater() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 4, 2_000_000, 3);
    WorkerRuns runs = new WorkerRuns(folder, DUMP);
    try (FtpMirror slow = FtpMirror.start(dump.root(), 3, SLOW)) {
      SluiceProcess run = runs.start("out", slow.root() + "?connections=3");
      List<WorkerHandle> workers = awaitTransfers(run, slow);
      run.assertStopsPromptly("TERM");
      assertThat(run.exitCode()).as(run.err()).isEqualTo(143);
      assertThat(run.err()).doesNotContain("\tat ", "internal error");
      assertThat(workers).noneMatch(WorkerHandle::isAlive);
      assertThat(leases(runs.staging("out"))).isEmpty();
    }
    assertGoesOn(runs, dump);
  }

  /** Nobody tells the workers then: they see it by themselves, and give back their slots. */
  @Test
  @Tag("long")
  @Timeout(300)
  void leavesNoWorkerBehindWhenItIsKilled() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 4, 2_000_000, 3);
    WorkerRuns runs = new WorkerRuns(folder, DUMP);
    try (FtpMirror slow = FtpMirror.start(dump.root(), 3, SLOW)) {
      SluiceProcess run = runs.start("out", slow.root() + "?connections=3");
      List<WorkerHandle> workers = awaitTransfers(run, slow);
      run.kill();
      // A transfer would last longer.
      await("the workers' end")
          .atMost(Duration.ofMinutes(1))
          .until(() -> workers.stream().noneMatch(WorkerHandle::isAlive));
      assertThat(leases(runs.staging("out"))).isEmpty();
    }
    assertGoesOn(runs, dump);
  }

  private static void assertGoesOn(WorkerRuns runs, DemoDump dump) throws Exception {
    Published published = runs.withWorkers("out", dump.root().toString());
    assertThat(published.countInNaturalOrder()).isEqualTo(dump.revisions());
    assertThat(runs.folder().resolve("out/_work")).doesNotExist();
  }

  private Published assertSame(
      Dump dump, Path mirror, List<String> stepsOfFiles, String step, String... options)
      throws Exception {
    WorkerRuns runs = new WorkerRuns(folder, dump);
    Published expected = runs.inProcess("in-process", mirror.toString(), options);
    Published published = runs.withWorkers("workers", mirror.toString(), options);
    assertThat(published.bytes()).isEqualTo(expected.bytes()).isNotEmpty();
    assertThat(facts(published)).isEqualTo(facts(expected));
    assertThat(published.manifest().get("times").get("steps").findValuesAsText("step"))
        .containsAll(stepsOfFiles)
        .contains(step);
    assertThat(folder.resolve("workers/_work")).doesNotExist();
    return published;
  }

  /** What of the manifest is the same for each run over the same dump. */
  private static JsonNode facts(Published published) throws IOException {
    ObjectNode manifest = (ObjectNode) published.manifest();
    manifest.remove(List.of("run", "times"));
    for (JsonNode part : (ArrayNode) manifest.get("parts")) {
      ((ObjectNode) part.get("file")).remove("uri");
    }
    return manifest;
  }

  private static List<WorkerHandle> awaitTransfers(SluiceProcess run, FtpMirror mirror) {
    run.awaitWhileAlive(
        "three workers that download", () -> mirror.open() == 3 && run.workers().size() == 3);
    return run.workers();
  }

  private static Set<Path> leases(Path staging) throws IOException {
    try (Stream<Path> files = Files.walk(staging.resolve("slots"))) {
      return files.filter(Files::isRegularFile).collect(TreeSet::new, Set::add, Set::addAll);
    }
  }
}
