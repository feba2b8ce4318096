package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.DemoDump;
import dev.sluice.dump.Dump;
import dev.sluice.storage.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs on S3 that are killed: no object is ever seen that is not whole, the next run completes with
 * the same bytes, and then no upload is left.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3KillsIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");

  @TempDir private static Path folder;
  private S3Bucket bucket;
  private DemoDump dump;
  private long millis;

  @BeforeAll
  void publishUndisturbed() throws Exception {
    bucket = S3Bucket.start(folder.resolve("s3"));
    dump = DemoDump.write(folder.resolve("mirror"), DUMP, 1, 5_000_000, 3);
    long started = System.nanoTime();
    complete("undisturbed");
    millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
  }

  @AfterAll
  void stop() throws Exception {
    bucket.close();
  }

  @Test
  @Tag("soak")
  void goesOnAfterAKillAtAnyCallThatLasts() throws Exception {
    int calls = calls();
    assertThat(calls).isGreaterThan(15);
    for (int call = 1; call <= calls; call++) {
      String name = "call-" + call;
      SluiceProcess killed = runToCall(name, call);
      // By chance a process makes one call less, such as none to sweep the lock.
      assertThat(killed.exitCode())
          .as("call %d: %s", call, killed.err())
          .isIn(FailPointStorage.KILLED, 0);
      assertWholeOrAbsent(name);
      // Its holder is known to be dead here; see the other test for how it lapses.
      Files.deleteIfExists(bucket.objects(name).resolve(DUMP + "/_sluice/lock"));
      complete(name);
    }
  }

  @Test
  @Tag("soak")
  void goesOnAfterKillsAtRandomMoments() throws Exception {
    killAtRandom(3);
  }

  @Test
  @Tag("soak")
  void goesOnAfterTwentyKillsAtRandomMoments() throws Exception {
    killAtRandom(20);
  }

  private void killAtRandom(int kills) throws Exception {
    Random random = new Random(kills);
    for (int kill = 0; kill < kills; kill++) {
      String name = "kills-%d-%d".formatted(kills, kill);
      SluiceProcess process =
          SluiceProcess.start(folder, S3Server.credentials(), List.of(), arguments(name));
      // When it is killed is random.
      TimeUnit.MILLISECONDS.sleep(millis / 3 + random.nextLong(millis * 2 / 3));
      process.kill();
      assertWholeOrAbsent(name);
      complete(name);
    }
  }

  private void complete(String name) throws Exception {
    SluiceProcess run =
        SluiceProcess.start(folder, S3Server.credentials(), List.of(), arguments(name)).await();
    assertThat(run.exitCode()).as("%s: %s", name, run.err()).isZero();
    Published published = published(name);
    assertThat(published.isComplete()).isTrue();
    assertThat(published.bytes()).as(name).isEqualTo(published("undisturbed").bytes());
    bucket.assertNoUnfinishedUploads(name);
    assertThat(bucket.names(name)).noneMatch(object -> object.startsWith("_work/"));
  }

  private void assertWholeOrAbsent(String name) throws Exception {
    if (Files.isDirectory(published(name).folder())) {
      for (Path part : published(name).parts()) {
        assertThat(part)
            .hasSameBinaryContentAs(
                published("undisturbed").folder().resolve(part.getFileName().toString()));
      }
      if (published(name).isComplete()) {
        assertThat(published(name).parts()).hasSameSizeAs(published("undisturbed").parts());
      }
    }
  }

  private Published published(String name) {
    return new Published(bucket.objects(name).resolve(DUMP.toString()));
  }

  private int calls() throws Exception {
    SluiceProcess counted = runToCall("counted", 0);
    assertThat(counted.exitCode()).as(counted.err()).isZero();
    Matcher matcher = Pattern.compile("calls that last: (\\d+)").matcher(counted.out());
    assertThat(matcher.find()).as(counted.out()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private SluiceProcess runToCall(String name, int call) throws Exception {
    return SluiceProcess.runToFailPoint(
        folder, S3Server.credentials(), "-D" + FailPointCalls.FATAL + "=" + call, arguments(name));
  }

  private List<String> arguments(String name) {
    return bucket.with(
        "run", "--dump=" + DUMP, "--mirrors=" + dump.root(), "--output=s3://dumps/" + name);
  }
}
