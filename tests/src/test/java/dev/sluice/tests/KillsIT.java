package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed: the next one completes, with the same bytes, and repeats nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillsIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int FILES = 3;
  private static final int UNLIMITED = 0;

  @TempDir private static Path folder;
  private DemoDump dump;
  private byte[] expected = {};

  @BeforeAll
  void publishUndisturbed() throws Exception {
    dump = DemoDump.write(folder.resolve("mirror"), DUMP, FILES, 300_000, 5);
    Published published = complete("undisturbed", dump.root().toString());
    expected = published.bytes();
    assertThat(published.countInNaturalOrder()).isEqualTo(dump.revisions());
  }

  @Test
  @Tag("long")
  void goesOnAfterAKillAtEveryOtherSideEffectThatLasts() throws Exception {
    killAtEveryOther(1);
  }

  @Test
  @Tag("soak")
  void goesOnAfterAKillAtThoseInBetween() throws Exception {
    killAtEveryOther(2);
  }

  private void killAtEveryOther(int first) throws Exception {
    int points = sideEffects();
    assertThat(points).isGreaterThan(4 * FILES);
    SluiceProcess next = startToPoint(first);
    for (int point = first; point <= points; point += 2) {
      SluiceProcess killed = next.await();
      // Meanwhile, for most of its time goes to its start.
      next = startToPoint(point + 2);
      assertThat(killed.exitCode()).as("point %d", point).isEqualTo(FailPointStorage.KILLED);
      assertGoesOn(point(point), dump.root().toString(), expected);
    }
    next.kill(); // There is no such point.
  }

  private SluiceProcess startToPoint(int point) throws Exception {
    return SluiceProcess.startToFailPoint(
        folder, point, arguments(point(point), dump.root().toString()));
  }

  private static String point(int point) {
    return "point-" + point;
  }

  @Test
  @Tag("long")
  void goesOnAfterKillsAtRandomMoments() throws Exception {
    killAtRandom(42, 10);
  }

  @Test
  @Tag("soak")
  void goesOnAfterThirtyKillsAtRandomMoments() throws Exception {
    killAtRandom(43, 30);
  }

  private void killAtRandom(int seed, int kills) throws Exception {
    Random random = new Random(seed);
    DemoDump larger = DemoDump.write(folder.resolve("larger-" + seed), DUMP, 12, 1_500_000, 6);
    try (FtpMirror slow = FtpMirror.start(larger.root(), 3, 100_000);
        FtpMirror fast = FtpMirror.start(larger.root(), 3, UNLIMITED)) {
      String mirrors = "%s?connections=3,%s?connections=3".formatted(slow.root(), fast.root());
      long started = System.nanoTime();
      Published undisturbed = complete("larger-undisturbed-" + seed, mirrors);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
      byte[] bytes = undisturbed.bytes();
      for (int kill = 0; kill < kills; kill++) {
        String name = "kill-%d-%d".formatted(seed, kill);
        SluiceProcess process =
            SluiceProcess.start(folder, arguments(name, mirrors).toArray(String[]::new));
        TimeUnit.MILLISECONDS.sleep(random.nextLong(millis)); // When it is killed is random.
        process.kill();
        assertGoesOn(name, mirrors, bytes);
      }
    }
  }

  private static void assertGoesOn(String name, String mirrors, byte[] bytes) throws Exception {
    StepResultsLeft left = StepResultsLeft.in(folder.resolve(name));
    boolean published = new Published(folder.resolve(name).resolve(DUMP.toString())).isComplete();
    Published completed = complete(name, mirrors);
    assertThat(completed.bytes()).as(name).isEqualTo(bytes);
    // One that had published all, and was killed while it tidied up, has nothing to go on with.
    if (!published) {
      left.assertAllReusedBy(completed);
    }
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      assertThat(files.filter(file -> file.toString().endsWith(".unfinished"))).isEmpty();
    }
  }

  private int sideEffects() throws Exception {
    SluiceProcess counted =
        SluiceProcess.startToFailPoint(folder, 0, arguments("counted", dump.root().toString()))
            .await();
    assertThat(counted.exitCode()).as(counted.err()).isZero();
    Matcher matcher = Pattern.compile("side effects: (\\d+)").matcher(counted.out());
    assertThat(matcher.find()).as(counted.out()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  private static Published complete(String name, String mirrors) throws Exception {
    SluiceProcess run = SluiceProcess.run(folder, arguments(name, mirrors).toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    Published published = new Published(folder.resolve(name).resolve(DUMP.toString()));
    assertThat(published.isComplete()).isTrue();
    assertThat(folder.resolve(name).resolve("_work")).doesNotExist();
    return published;
  }

  private static List<String> arguments(String name, String mirrors) {
    List<String> arguments = new ArrayList<>();
    arguments.add("run");
    arguments.add("--dump=" + DUMP);
    arguments.add("--mirrors=" + mirrors);
    arguments.add("--output=" + folder.resolve(name));
    return arguments;
  }
}
