package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import dev.sluice.dump.Mirror;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.fetch.slots.Slot;
import dev.sluice.storage.S3Server;
import dev.sluice.storage.S3Storage;
import dev.sluice.storage.StorageByScheme;
import dev.sluice.storage.VersionedFiles;
import dev.sluice.tests.ecs.EcsServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks on ECS: real workers, a server that speaks ECS, a real S3 server and FTP mirrors. */
@Tag("long")
@Timeout(300)
class EcsTasksIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");

  @TempDir Path folder;

  /** By time, so that runs are sorted as well. */
  @Test
  void publishesTheSameBytesThoughTasksAreInterruptedAndCallsThrottled() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 4, 1_500_000, 3);
    String[] sorted = {"--sortBy=revision_dt,revision_id", "--partMiB=1"};
    Published expected =
        new WorkerRuns(folder, DUMP).inProcess("in-process", dump.root().toString(), sorted);
    try (EcsRuns runs = EcsRuns.start(folder, DUMP);
        FtpMirror mirror = FtpMirror.start(dump.root(), 4, 100_000)) {
      EcsServer ecs = runs.ecs();
      ecs.script().throttle("RunTask", 1);
      ecs.script().throttleInside("RunTask", 1);
      ecs.script().interruptSpotTasks(1, Duration.ZERO);
      SluiceProcess run = runs.start("out", mirror.root() + "?connections=4", sorted);
      assertThat(runs.completed("out", run).bytes()).isEqualTo(expected.bytes()).isNotEmpty();
      int tasks = ecs.taskArns().size();
      assertThat(run.err().lines().filter(line -> line.startsWith("ECS: ")))
          .last()
          .asString()
          .matches(
              "ECS: %d ended; .* s on Spot, 0 s on demand; about 0\\.\\d\\d USD".formatted(tasks));
      assertThat(run.err()).contains("ECS, Convert to JSON: ", "ECS, Sort runs: 4 ended;");
      assertThat(mostAtOnce(ecs, "Sort-runs")).isGreaterThan(1);
      assertThat(mostAtOnce(ecs, "Merge-ranges")).isGreaterThan(1);
      for (String file : dump.files()) {
        assertThat(lines(run, "Download " + file + "( #2)?: Done after .* s")).hasSize(1);
        assertThat(lines(run, "Convert to JSON " + file + "( #2)?: Done after .* s")).hasSize(1);
      }
      assertThat(lines(run, ".*: Is tried again: .*Spot took its machine back.*")).hasSize(1);
      assertThat(run.err()).doesNotContain("{\"at\"", "INFO");
    }
  }

  /** The most tasks of a step that there were at a moment. */
  private static long mostAtOnce(EcsServer ecs, String step) {
    List<JsonNode> tasks =
        ecs.tasks().stream()
            .<JsonNode>map(task -> task)
            .filter(task -> task.path("overrides").toString().contains("/" + step + "/"))
            .toList();
    return tasks.stream()
        .map(task -> task.path("createdAt").asDouble())
        .mapToLong(
            moment ->
                tasks.stream()
                    .filter(task -> task.path("createdAt").asDouble() <= moment)
                    .filter(task -> task.path("stoppedAt").asDouble(moment) >= moment)
                    .count())
        .max()
        .orElse(0);
  }

  @Test
  void showsTheLastThatWasSaidByATaskThatIsGivenUp() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 1, 100_000, 3);
    try (EcsRuns runs = EcsRuns.start(folder, DUMP);
        FtpMirror mirror = FtpMirror.start(dump.root(), 1, 2_000)) {
      runs.ecs().script().runOutOfMemory(2, Duration.ofSeconds(3));
      SluiceProcess run = runs.start("out", mirror.root() + "?connections=1").await();
      assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
      String task = "Download " + dump.files().get(0);
      assertThat(lines(run, task + ": Is tried again: exit code 137; .*tried once with more.*"))
          .hasSize(1);
      assertThat(lines(run, task + " #2: Is given up: exit code 137; .*OutOfMemory.*")).hasSize(1);
      assertThat(lines(run, task + " #2: \\| Download, attempt 2 of run .*")).hasSize(1);
      List<ObjectNode> tasks = runs.ecs().tasks();
      double pause =
          tasks.get(1).path("createdAt").asDouble() - tasks.get(0).path("stoppedAt").asDouble();
      assertThat(pause).as("s, the lapse of a slot is 60").isLessThan(50);
    }
  }

  /** Two connections, of which somebody else has one all the time: no task waits for it. */
  @Test
  void launchesADownloadOnceItHasASlot() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 3, 100_000, 3);
    try (EcsRuns runs = EcsRuns.start(folder, DUMP);
        FtpMirror mirror = FtpMirror.start(dump.root(), 1, 20_000)) {
      String root = mirror.root() + "?connections=2";
      VersionedFiles files = StorageByScheme.of(runs.s3().with()).versioned();
      URI work = S3Storage.uri(S3Server.BUCKET, "out/_work/" + DUMP.toString().replace('/', '-'));
      Slot other =
          MirrorSlots.leased(files, URI.create(work + "/slots/"))
              .take(new Mirror(mirror.root(), 2));
      SluiceProcess run = runs.start("out", root, "--keepWork=true");
      runs.completed("out", run);
      other.confirm();
      assertThat(mostAtOnce(runs.ecs(), "Download")).isEqualTo(1);
      assertThat(lines(run, "Download .*: Done after .* s")).hasSize(3);
      assertThat(mirror.refused()).isZero();
      other.close();
    }
  }

  private static List<String> lines(SluiceProcess run, String pattern) throws IOException {
    return run.err().lines().filter(line -> line.matches(pattern)).toList();
  }

  @Test
  void launchesNoSecondTaskWhereAnAnswerWasLostOrARefusedOneRuns() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 1, 100_000, 3);
    Published expected =
        new WorkerRuns(folder, DUMP).inProcess("in-process", dump.root().toString());
    try (EcsRuns runs = EcsRuns.start(folder, DUMP);
        FtpMirror mirror = FtpMirror.start(dump.root(), 1, 2_000)) {
      runs.ecs().script().failLaunchesButStart(1, "Cannot say why");
      runs.ecs().script().loseAnswers("RunTask", 2);
      SluiceProcess run = runs.start("out", mirror.root() + "?connections=1", "--onTheFly=true");
      assertThat(runs.completed("out", run).bytes()).isEqualTo(expected.bytes()).isNotEmpty();
      assertThat(runs.ecs().taskArns()).as("one that converts, one that merges").hasSize(2);
    }
  }

  /** A minute is billed at least: 2 downloads of half a vCPU, 2 conversions and a merge of two. */
  @Test
  void plansTasksTimeAndCost() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 2, 100_000, 3);
    Path prices = folder.resolve("prices");
    Files.write(
        prices,
        List.of(
            "date=2026-11-23",
            "region=here",
            "currency=XYZ",
            "vcpuHour=60",
            "gbHour=0",
            "spotVcpuHour=6",
            "spotGbHour=0"));
    try (EcsRuns runs = EcsRuns.start(folder, DUMP)) {
      SluiceProcess plan =
          runs.plan(
              "out",
              dump.root() + "?connections=3",
              "--rates=download=1,convert=10,merge=100",
              "--ecsPrices=" + prices);
      assertThat(plan.exitCode()).as(plan.err()).isZero();
      assertThat(plan.out())
          .contains(
              "\nTime: about 0:00:0",
              "/s on each of 3 connections (given)\n",
              "/s on each of 27 tasks (given)\n")
          .endsWith(
              "\nCost: 5 tasks on Fargate, about 0.70 XYZ on Spot or 7.00 on demand (here,"
                  + " 2026-11-23)\n");
      assertThat(runs.ecs().taskArns()).isEmpty();
    }
  }

  @Test
  void refusesWhatIsNotThereBeforeAnythingStarts() throws Exception {
    try (EcsRuns runs = EcsRuns.start(folder, DUMP)) {
      SluiceProcess run = runs.start("out", "file:///nowhere", "--ecsContainer=sidecar").await();
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err())
          .contains(
              "Cannot use --ecsContainer=sidecar: --ecsTaskDefinition=sluice has no such container"
                  + " (expected one of [worker])");
      run = runs.start("out", "file:///nowhere", "--ecsCluster=other").await();
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("Cannot use --ecsCluster=other: there is no such cluster");
    }
  }
}
