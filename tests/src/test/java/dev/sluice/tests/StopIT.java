package dev.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.demo.DemoDump;
import dev.sluice.demo.FtpMirror;
import dev.sluice.dump.Dump;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that are stopped, and runs that meet another one. */
class StopIT {
  private static final Dump DUMP = new Dump("testwiki", "20260101", "stub-meta-history");
  private static final int SLOW = 20_000;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  @Timeout(60)
  void stopsWithinFiveSecondsAndGoesOnLater(String signal, int exitCode) throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 4, 400_000, 3);
    try (FtpMirror slow = FtpMirror.start(dump.root(), 3, SLOW)) {
      SluiceProcess run = start(slow);
      awaitDownloads();
      run.signal(signal);
      long signalled = System.nanoTime();
      run.await();
      assertThat(System.nanoTime() - signalled).isLessThan(TimeUnit.SECONDS.toNanos(5));
      assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
      assertThat(run.err()).doesNotContain("\tat ", "internal error");
      awaitNoConnection(slow);
    }
    SluiceProcess again = SluiceProcess.run(folder, arguments(dump.root().toString()));
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(new Published(output()).countInNaturalOrder()).isEqualTo(dump.revisions());
  }

  @Test
  @Timeout(60)
  void refusesASecondRunOnTheSameOutput() throws Exception {
    DemoDump dump = DemoDump.write(folder.resolve("mirror"), DUMP, 4, 400_000, 3);
    try (FtpMirror slow = FtpMirror.start(dump.root(), 3, SLOW)) {
      SluiceProcess first = start(slow);
      awaitDownloads();
      SluiceProcess second = SluiceProcess.run(folder, arguments(dump.root().toString()));
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.err())
          .startsWith(
              "Cannot run into %s: another run is at work there (expected one at a time)"
                  .formatted(output()));
      assertThat(first.isAlive()).isTrue();
      first.kill();
    }
    SluiceProcess third = SluiceProcess.run(folder, arguments(dump.root().toString()));
    assertThat(third.exitCode()).as(third.err()).isZero();
  }

  private SluiceProcess start(FtpMirror mirror) throws Exception {
    return SluiceProcess.start(folder, arguments(mirror.root() + "?connections=3"));
  }

  /** Waits until something is being downloaded. */
  private void awaitDownloads() throws Exception {
    Path raw = folder.resolve("out/_work/testwiki-20260101-stub-meta-history/raw");
    while (true) {
      if (Files.isDirectory(raw)) {
        try (Stream<Path> files = Files.list(raw)) {
          if (files.findAny().isPresent()) {
            return;
          }
        }
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** The server notices only when it next writes; the test's time limit ends the wait. */
  private static void awaitNoConnection(FtpMirror mirror) throws InterruptedException {
    while (mirror.open() > 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private Path output() {
    return folder.resolve("out").resolve(DUMP.toString());
  }

  private String[] arguments(String mirrors) {
    return new String[] {
      "run", "--dump=" + DUMP, "--mirrors=" + mirrors, "--output=" + folder.resolve("out")
    };
  }
}
