package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drivers of tasks on ECS that are killed: the next one goes on with the tasks that run, launches
 * none for a step that has one or is done, and publishes the same bytes; if there is no next one,
 * the tasks end by themselves.
 */
@Timeout(3600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EcsKillsIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");

  /** A download and a conversion for the one file, and a part. */
  private static final int TASKS = 3;

  @TempDir private static Path folder;
  private EcsRuns runs;
  private DemoDump dump;
  private byte[] expected = {};

  @BeforeAll
  void publishInProcess() throws Exception {
    runs = EcsRuns.start(folder, DUMP);
    dump = DemoDump.write(folder.resolve("mirror"), DUMP, 1, 200_000, 3);
    expected = new WorkerRuns(folder, DUMP).inProcess("in-process", dump.root().toString()).bytes();
  }

  @AfterAll
  void stop() throws Exception {
    runs.close();
  }

  @Test
  @Tag("long")
  void goesOnWithATaskThatRuns() throws Exception {
    long before = launched();
    try (FtpMirror slow = FtpMirror.start(dump.root(), 1, 3_000)) {
      String mirror = slow.root() + "?connections=1";
      SluiceProcess killed = runs.start("adopted", mirror);
      awaitTask(killed);
      killed.kill();
      assertThat(runs.ecs().tasksIn("RUNNING")).isEqualTo(1);
      assertGoesOn("adopted", mirror, before);
      assertThat(slow.refused()).isZero();
    }
  }

  @Test
  @Tag("long")
  void tasksEndWhenNobodyDrivesThem() throws Exception {
    long before = launched();
    String name = "left";
    DemoDump larger = DemoDump.write(folder.resolve("larger"), DUMP, 1, 30_000_000, 4);
    try (FtpMirror slow = FtpMirror.start(larger.root(), 1, 60_000)) {
      SluiceProcess killed =
          runs.start(name, slow.root() + "?connections=1", "--ecsLeaseSeconds=10");
      awaitTask(killed);
      killed.kill();
      await("the lease's lapse")
          .atMost(Duration.ofSeconds(40))
          .until(() -> runs.ecs().tasksIn("RUNNING") == 0);
    }
    assertThat(launched() - before).isEqualTo(1);
    runs.s3().assertSlotsGivenBack(name);
  }

  /** Ctrl-C once: the download that runs comes to its end, and the conversion waits for later. */
  @Test
  @Tag("long")
  void drainsOnTheFirstInterrupt() throws Exception {
    long before = launched();
    try (FtpMirror slow = FtpMirror.start(dump.root(), 1, 3_000)) {
      String mirror = slow.root() + "?connections=1";
      SluiceProcess drained = runs.start("drained", mirror);
      awaitTask(drained);
      drained.signal("INT");
      assertThat(drained.await().exitCode()).as(drained.err()).isEqualTo(130);
      assertThat(drained.err())
          .contains("No more tasks are launched; when those that run have ended, the run stops.")
          .containsPattern("Download .*: Done after ");
      assertThat(launched() - before).isEqualTo(1);
      assertGoesOn("drained", mirror, before);
    }
  }

  /** Ctrl-C twice: nothing of what the run has under way is left. */
  @Test
  @Tag("long")
  void stopsItsTasksOnTheSecondInterrupt() throws Exception {
    DemoDump larger = DemoDump.write(folder.resolve("long"), DUMP, 1, 30_000_000, 4);
    try (FtpMirror slow = FtpMirror.start(larger.root(), 1, 60_000)) {
      SluiceProcess stopped = runs.start("stopped", slow.root() + "?connections=1");
      awaitTask(stopped);
      stopped.signal("INT");
      stopped.awaitWhileAlive(
          "that it drains", () -> stopped.err().contains("No more tasks are launched"));
      stopped.assertStopsPromptly("INT");
      assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(130);
      await("the task's end")
          .atMost(Duration.ofSeconds(10))
          .until(() -> runs.ecs().tasksIn("RUNNING") == 0);
      runs.s3().assertNoUnfinishedUploads("stopped");
      runs.s3().assertSlotsGivenBack("stopped");
    }
  }

  @Test
  @Tag("soak")
  void goesOnAfterAKillAtAnyCallThatLasts() throws Exception {
    String mirror = dump.root().toString();
    int calls = calls(mirror, "counted");
    assertThat(calls).isGreaterThan(4 * TASKS);
    for (int call = 1; call <= calls; call++) {
      String name = "call-" + call;
      long before = launched();
      SluiceProcess killed = runs.startToCall(call, name, mirror).await();
      // By chance a process makes one call less, such as none to sweep the lock.
      assertThat(killed.exitCode())
          .as("call %d: %s", call, killed.err())
          .isIn(FailPointStorage.KILLED, 0);
      assertGoesOn(name, mirror, before);
    }
  }

  @Test
  @Tag("soak")
  void goesOnAfterTenKillsAtRandomMoments() throws Exception {
    Random random = new Random(42);
    long started = System.nanoTime();
    runs.completed("timed", runs.start("timed", dump.root().toString()));
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    for (int kill = 0; kill < 10; kill++) {
      long before = launched();
      String name = "random-" + kill;
      SluiceProcess process = runs.start(name, dump.root().toString());
      // When it is killed is random.
      TimeUnit.MILLISECONDS.sleep(millis / 4 + random.nextLong(millis * 3 / 4));
      process.kill();
      assertGoesOn(name, dump.root().toString(), before);
    }
  }

  private void assertGoesOn(String name, String mirror, long before) throws Exception {
    // Its holder is known to be dead here; S3KillsIT has how it lapses.
    Files.deleteIfExists(runs.s3().objects(name).resolve(DUMP + "/_sluice/lock"));
    Published published = runs.completed(name, runs.start(name, mirror));
    assertThat(published.bytes()).as(name).isEqualTo(expected);
    assertThat(launched() - before).as("tasks of %s", name).isEqualTo(TASKS);
    assertThat(runs.s3().names(name)).noneMatch(object -> object.startsWith("_work/"));
    runs.s3().assertNoUnfinishedUploads(name);
  }

  private long launched() {
    return runs.ecs().taskArns().size();
  }

  private void awaitTask(SluiceProcess driver) {
    driver.awaitWhileAlive("a task that runs", () -> runs.ecs().tasksIn("RUNNING") == 1);
  }

  private int calls(String mirror, String name) throws Exception {
    SluiceProcess counted = runs.startToCall(0, name, mirror);
    runs.completed(name, counted);
    Matcher matcher = Pattern.compile("calls that last: (\\d+)").matcher(counted.out());
    assertThat(matcher.find()).as(counted.out()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
