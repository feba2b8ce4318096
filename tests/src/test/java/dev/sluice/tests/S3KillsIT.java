package dev.sluice.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.DemoDump;
import dev.sluice.dump.Dump;
import dev.sluice.storage.S3Server;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    dump = DemoDump.write(folder.resolve("mirror"), DUMP, 1, 8_000_000, 3);
    long started = System.nanoTime();
    SluiceProcess run = start("undisturbed").await();
    millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    assertCompleted("undisturbed", run.exitCode(), run.err());
  }

  @AfterAll
  void stop() throws Exception {
    bucket.close();
  }

  @Test
  @Tag("long")
  void goesOnAfterAKillAtAnyCallThatLasts() throws Exception {
    int calls = calls();
    assertThat(calls).isGreaterThan(15);
    SluiceProcess next = startToCall(name(1), 1);
    for (int call = 1; call <= calls; call++) {
      SluiceProcess killed = next.await();
      // Meanwhile, for most of its time goes to its start.
      next = startToCall(name(call + 1), call + 1);
      // By chance a process makes one call less, such as none to sweep the lock.
      assertThat(killed.exitCode())
          .as("call %d: %s", call, killed.err())
          .isIn(FailPointStorage.KILLED, 0);
      assertWholeOrAbsent(name(call));
      // Its holder is known to be dead here; see the other test for how it lapses.
      Files.deleteIfExists(bucket.objects(name(call)).resolve(DUMP + "/_sluice/lock"));
      complete(name(call));
    }
    next.kill(); // There is no such call.
  }

  private static String name(int call) {
    return "call-" + call;
  }

  @Test
  @Tag("long")
  void goesOnAfterKillsAtRandomMoments() throws Exception {
    killAtRandom(1);
  }

  @Test
  @Tag("soak")
  void goesOnAfterTwentyKillsAtRandomMoments() throws Exception {
    for (int round = 2; round < 6; round++) {
      killAtRandom(round);
    }
  }

  /** Five of them; the next runs wait together until the locks of the dead ones lapse. */
  private void killAtRandom(int round) throws Exception {
    Random random = new Random(round);
    Map<String, SluiceProcess> next = new LinkedHashMap<>();
    for (int kill = 0; kill < 5; kill++) {
      String name = "kills-%d-%d".formatted(round, kill);
      SluiceProcess process = start(name);
      // When it is killed is random.
      TimeUnit.MILLISECONDS.sleep(millis / 3 + random.nextLong(millis * 2 / 3));
      process.kill();
      assertWholeOrAbsent(name);
      next.put(name, start(name));
    }
    for (Map.Entry<String, SluiceProcess> run : next.entrySet()) {
      SluiceProcess ended = run.getValue().await();
      assertCompleted(run.getKey(), ended.exitCode(), ended.err());
    }
  }

  private SluiceProcess start(String name) throws Exception {
    return SluiceProcess.start(folder, S3Server.credentials(), List.of(), arguments(name));
  }

  /** In this process: what has run before does not start anew. */
  private void complete(String name) throws Exception {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = bucket.run(err, arguments(name));
    assertCompleted(name, exitCode, err.toString(UTF_8));
  }

  private void assertCompleted(String name, int exitCode, String err) throws Exception {
    assertThat(exitCode).as("%s: %s", name, err).isZero();
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
    SluiceProcess counted = startToCall("counted", 0).await();
    assertThat(counted.exitCode()).as(counted.err()).isZero();
    Matcher matcher = Pattern.compile("calls that last: (\\d+)").matcher(counted.out());
    assertThat(matcher.find()).as(counted.out()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private SluiceProcess startToCall(String name, int call) throws Exception {
    return SluiceProcess.startToFailPoint(
        folder, S3Server.credentials(), "-D" + FailPointCalls.FATAL + "=" + call, arguments(name));
  }

  private List<String> arguments(String name) {
    return bucket.with(
        "run", "--dump=" + DUMP, "--mirrors=" + dump.root(), "--output=s3://dumps/" + name);
  }
}
