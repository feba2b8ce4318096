package dev.sluice.runners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.step.WorkerLine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class WorkerProcessTest {
  private final List<WorkerLine> lines = Collections.synchronizedList(new ArrayList<>());
  @TempDir Path folder;

  @Test
  void tellsTheBytesWhileItRunsAndStops() throws Exception {
    WorkerProcess worker =
        start(
            "echo '%s'; printf '%%.30s' '%s'; sleep 0.1; echo '%s' | cut -c31-; exec sleep 600"
                .formatted(progress(11), progress(42), progress(42)));
    awaitBytes(worker, 0, 11, 42);
    worker.stop();
    assertThat(exit(worker).code()).isEqualTo(OptionalInt.of(143));
    assertThat(worker.bytes()).isEqualTo(42);
    assertThat(lines).extracting(WorkerLine::bytes).containsExactly(11L, 42L);
  }

  @Test
  void readsAllLinesOfAWorkerThatNobodyAsked() throws Exception {
    WorkerProcess worker = start("seq 100000; printf end");
    exit(worker);
    assertThat(lines)
        .extracting(WorkerLine::message)
        .hasSize(100_001)
        .startsWith("1", "2")
        .endsWith("99999", "100000", "end");
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
    WorkerProcess worker = start("trap '' TERM; echo '%s'; exec sleep 600".formatted(progress(1)));
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

  private static String progress(long bytes) {
    return WorkerLine.progress(Instant.EPOCH, bytes).text();
  }

  private WorkerProcess start(String script) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", script)
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    return WorkerProcess.of(process, log(), lines::add);
  }

  private Path log() {
    return folder.resolve("worker.log");
  }
}
