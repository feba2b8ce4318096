package dev.sluice.pipeline;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While open, SIGINT and SIGTERM stop the command that opened it: its thread is interrupted, and
 * the process ends when the command has closed all that it had open, or after {@link #PATIENCE}.
 * The exit code is the signal's, 130 or 143.
 */
final class StopSignal implements AutoCloseable {
  /** How long a command may take to stop. */
  private static final Duration PATIENCE = Duration.ofMillis(4500);

  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);

  private final Thread command = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "sluice-stop");

  private StopSignal() {}

  /** From now on, signals stop the calling thread. */
  static StopSignal interruptsThisThread() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private void stop() {
    command.interrupt();
    try {
      if (!ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Stopped before everything was given back");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns only if there was no signal. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("Stopping already", e);
      // System.exit by this thread would win over the signal's exit code once the hooks have run.
      while (true) {
        LockSupport.park();
      }
    }
  }
}
