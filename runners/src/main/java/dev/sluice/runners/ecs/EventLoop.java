package dev.sluice.runners.ecs;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One thread that does everything in turn, and its time. */
interface EventLoop extends Executor {
  /** As {@link System#nanoTime()}. */
  long nanoTime();

  /** Does something once, after so long. */
  void after(Duration delay, Runnable work);

  /** The thread of an executor, by this machine's clock. */
  static EventLoop of(ScheduledExecutorService thread) {
    return new EventLoop() {
      @Override
      public long nanoTime() {
        return System.nanoTime();
      }

      @Override
      public void after(Duration delay, Runnable work) {
        Future<?> unused = thread.schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
      }

      @Override
      public void execute(Runnable work) {
        thread.execute(work);
      }
    };
  }
}
