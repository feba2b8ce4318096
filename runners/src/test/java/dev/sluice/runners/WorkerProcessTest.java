package dev.sluice.runners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class WorkerProcessTest {
  @TempDir Path folder;

  @Test
  void tellsTheBytesWhileItRunsAndStops() throws Exception {
    WorkerProcess worker = start("echo 11; printf 4; sleep 0.1; echo 2; exec sleep 600");
    awaitBytes(worker, 0, 11, 42);
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
    WorkerProcess worker = start("trap '' TERM; echo 1; exec sleep 600");
    awaitBytes(worker, 0, 1);
    worker.stop();
    worker.kill();
    assertThat(exit(worker).code()).isEqualTo(OptionalInt.of(137));
  }

  /** Waits for the last of these counts; only the others may be told before. */
  private static void awaitBytes(WorkerProcess worker, long... counts) {
    long last = counts[counts.length - 1];
    await("count " + last)
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(1))
        .pollInSameThread()
        .failFast("the worker has ended", () -> worker.exit().toCompletableFuture().isDone())
        .until(
            () -> {
              long told = worker.bytes();
              assertThat(counts).contains(told);
              return told == last;
            });
  }

  private static TaskExit exit(WorkerProcess worker) throws Exception {
    return worker.exit().toCompletableFuture().get();
  }

  private WorkerProcess start(String script) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", script).redirectError(log().toFile()).start();
    return WorkerProcess.of(process, log());
  }

  private Path log() {
    return folder.resolve("worker.log");
  }
}
