package dev.sluice.worker;

import dev.sluice.step.Progress;
import dev.sluice.step.StepProgress;
import java.util.concurrent.TimeUnit;

/**
 * Tells how far the step is, as long as it is open and when it is closed: on each change, at most
 * twice a second, a line on standard output with how many bytes went through so far.
 */
final class ByteCount implements AutoCloseable {
  private static final long MILLIS = 500;

  private final Progress progress;
  private final Thread thread = new Thread(this::run, "sluice-byte-count");
  private long told;

  private ByteCount(Progress progress) {
    this.progress = progress;
  }

  static ByteCount tell(Progress progress) {
    ByteCount count = new ByteCount(progress);
    count.thread.setDaemon(true);
    count.thread.start();
    return count;
  }

  private void run() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(MILLIS);
        tell();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed.
    }
  }

  private synchronized void tell() {
    long bytes = progress.steps().stream().mapToLong(StepProgress::bytes).sum();
    if (bytes != told) {
      System.out.println(bytes);
      told = bytes;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    tell();
  }
}
