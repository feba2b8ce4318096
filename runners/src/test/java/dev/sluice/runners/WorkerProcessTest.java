package dev.sluice.runners;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkerProcessTest {
  @TempDir Path folder;

  @Test
  void tellsTheBytesWhileItRunsAndStops() throws Exception {
    WorkerProcess worker = start("echo 11; printf 4; sleep 0.1; echo 2; exec sleep 60");
    while (worker.bytes() != 42) {
      assertThat(worker.bytes()).isIn(0L, 11L, 42L);
      TimeUnit.MILLISECONDS.sleep(1);
    }
    worker.stop();
    assertThat(exit(worker).code()).isEqualTo(OptionalInt.of(143));
    assertThat(worker.bytes()).isEqualTo(42);
  }

  @Test
  void tellsTheLastThatWasLoggedWithoutStackTraces() throws Exception {
    WorkerProcess worker =
        start("echo one >&2; echo two >&2; printf '\\tat here\\n\\n' >&2; exit 7");
    assertThat(exit(worker))
        .isEqualTo(new TaskExit(OptionalInt.of(7), "log: %s: two".formatted(log())))
        .hasToString("exit code 7; log: %s: two".formatted(log()));
  }

  @Test
  void isEndedByForce() throws Exception {
    WorkerProcess worker = start("trap '' TERM; echo 1; exec sleep 60");
    while (worker.bytes() != 1) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    worker.stop();
    worker.kill();
    assertThat(exit(worker).code()).isEqualTo(OptionalInt.of(137));
  }

  private static TaskExit exit(WorkerProcess worker) throws Exception {
    return worker.exit().toCompletableFuture().get(50, TimeUnit.SECONDS);
  }

  private WorkerProcess start(String script) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", script).redirectError(log().toFile()).start();
    return WorkerProcess.of(process, log());
  }

  private Path log() {
    return folder.resolve("worker.log");
  }
}
