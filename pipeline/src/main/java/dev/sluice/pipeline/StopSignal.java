package dev.sluice.pipeline;

import dev.sluice.step.Progress;
import dev.sluice.step.StepProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.PipelineResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While open, SIGINT and SIGTERM cancel a run: its steps are interrupted, and the process ends when
 * they have given back their connections and slots, or after {@link #PATIENCE}. What they had
 * finished stays for the next run. The exit code is the signal's, 130 or 143.
 */
final class StopSignal implements AutoCloseable {
  /** How long the steps may take to stop. */
  static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

  private final Thread hook;

  private StopSignal(PipelineResult result, Progress progress) {
    this.hook = new Thread(() -> stop(result, progress), "stop");
  }

  static StopSignal cancels(PipelineResult result, Progress progress) {
    StopSignal signal = new StopSignal(result, progress);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private static void stop(PipelineResult result, Progress progress) {
    try {
      result.cancel();
    } catch (IOException | RuntimeException e) {
      LOG.debug("Cancelling failed", e);
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (isRunning(progress) && System.nanoTime() < deadline) {
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static boolean isRunning(Progress progress) {
    return progress.steps().stream().mapToInt(StepProgress::running).sum() > 0;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("Stopping already");
    }
  }
}
