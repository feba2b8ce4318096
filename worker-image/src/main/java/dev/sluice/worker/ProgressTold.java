package dev.sluice.worker;

import dev.sluice.step.Progress;
import dev.sluice.step.StepProgress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Tells how far the step is, as long as it is open and when it is closed: how many bytes went
 * through so far, on each change, at most once in a while.
 */
final class ProgressTold implements AutoCloseable {
  private final Progress progress;
  private final WorkerOutput output;
  private final Duration pause;
  private final Thread thread = new Thread(this::run, "sluice-progress");
  private long told;

  private ProgressTold(Progress progress, WorkerOutput output, Duration pause) {
    this.progress = progress;
    this.output = output;
    this.pause = pause;
  }

  static ProgressTold tell(Progress progress, WorkerOutput output, Duration pause) {
    ProgressTold told = new ProgressTold(progress, output, pause);
    told.thread.setDaemon(true);
    told.thread.start();
    return told;
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        tell();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed.
    }
  }

  private synchronized void tell() {
    long bytes = progress.steps().stream().mapToLong(StepProgress::bytes).sum();
    if (bytes != told) {
      output.progress(bytes);
      told = bytes;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    tell();
  }
}
