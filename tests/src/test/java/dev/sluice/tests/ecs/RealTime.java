package dev.sluice.tests.ecs;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time of this machine, or a faster one. One thread does what is due. */
public final class RealTime implements Timeline, AutoCloseable {
  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();
  private final int times;
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "ecs-time");
            thread.setDaemon(true);
            return thread;
          });

  private RealTime(int times) {
    this.times = times;
  }

  public static RealTime ofThisMachine() {
    return new RealTime(1);
  }

  /** So many times as fast from now on: what takes a minute is over after a second of 60 times. */
  public static RealTime faster(int times) {
    return new RealTime(times);
  }

  @Override
  public Instant now() {
    return start.plusNanos((System.nanoTime() - startNanos) * times);
  }

  @Override
  public void after(Duration delay, Runnable event) {
    if (!executor.isShutdown()) {
      var unused = executor.schedule(event, delay.toNanos() / times, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
