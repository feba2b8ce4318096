package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, killed at random moments: the next one completes, and repeats nothing. */
@Tag("soak")
class DemoKillsIT {
  private static final int KILLS = 30;

  @TempDir private static Path folder;

  @Test
  void goesOnAfterKillsAtRandomMoments() throws Exception {
    Random random = new Random(7);
    long started = System.nanoTime();
    byte[] undisturbed = complete("undisturbed").bytes();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
    for (int kill = 0; kill < KILLS; kill++) {
      String name = "kill-" + kill;
      Path output = folder.resolve(name);
      SluiceProcess demo = SluiceProcess.start(folder, "demo", "--output=" + output);
      TimeUnit.MILLISECONDS.sleep(random.nextLong(millis)); // When it is killed is random.
      demo.kill();
      StepResultsLeft left = StepResultsLeft.in(output);
      boolean published = published(output).isComplete();
      Published completed = complete(name);
      assertThat(completed.bytes()).as(name).isEqualTo(undisturbed);
      if (!published) { // One that is published is done anew: a demo is to show something.
        left.assertAllReusedBy(completed);
      }
    }
  }

  private static Published complete(String name) throws Exception {
    Path output = folder.resolve(name);
    SluiceProcess demo = SluiceProcess.run(folder, "demo", "--output=" + output);
    assertThat(demo.exitCode()).as(demo.err()).isZero();
    assertThat(published(output).isComplete()).isTrue();
    assertThat(Files.exists(output.resolve("_work"))).isFalse();
    return published(output);
  }

  private static Published published(Path output) {
    return new Published(output.resolve("sluicewiki/20260101/stub-meta-history"));
  }
}
