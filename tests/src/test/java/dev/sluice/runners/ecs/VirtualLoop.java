package dev.sluice.runners.ecs;

import dev.sluice.tests.ecs.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An event loop in the time of a server: the thread of the test does its work. Time stands still
 * while calls are under way, which so take none.
 */
final class VirtualLoop implements EventLoop {
  private static final Duration STEP = Duration.ofMillis(20);
  private static final long MOST_SECONDS = 60;

  private final VirtualTime time;
  private final Instant start;
  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();

  VirtualLoop(VirtualTime time) {
    this.time = time;
    this.start = time.now();
  }

  @Override
  public long nanoTime() {
    return Duration.between(start, time.now()).toNanos();
  }

  @Override
  public void after(Duration delay, Runnable work) {
    time.after(delay, () -> queue.add(work));
  }

  @Override
  public void execute(Runnable work) {
    queue.add(work);
  }

  /**
   * Lets time go by.
   *
   * @param unanswered calls under way, whose ends are work of this loop
   */
  void run(Duration duration, IntSupplier unanswered) throws InterruptedException {
    Instant end = time.now().plus(duration);
    while (time.now().isBefore(end)) {
      for (Runnable next = next(unanswered); next != null; next = next(unanswered)) {
        next.run();
      }
      time.advance(STEP);
    }
  }

  private @Nullable Runnable next(IntSupplier unanswered) throws InterruptedException {
    if (unanswered.getAsInt() == 0) {
      return queue.poll();
    }
    Runnable next = queue.poll(MOST_SECONDS, TimeUnit.SECONDS);
    if (next == null) {
      throw new IllegalStateException("A call is not answered");
    }
    return next;
  }
}
