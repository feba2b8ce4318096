package dev.sluice.compress;

import dev.sluice.step.Cores;
import dev.sluice.step.OwnedThreads;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Threads that do another one's work beside it, each while it has a core, which it gives back after
 * every piece of work. Used by one thread alone.
 */
final class SpareThreads implements AutoCloseable {
  private final int most;
  private final Supplier<Optional<Cores.Permit>> cores;
  private final OwnedThreads threads = new OwnedThreads();
  private final BlockingQueue<Cores.Permit> taken = new LinkedBlockingQueue<>();
  private final Queue<Runnable> unclaimed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger working = new AtomicInteger();
  private int started;

  /**
   * No thread yet.
   *
   * @param most how many there may be
   * @param cores gives a core if one is free
   */
  SpareThreads(int most, Supplier<Optional<Cores.Permit>> cores) {
    this.most = most;
    this.cores = cores;
  }

  /** Hands work on, which must not throw: to whoever is free first. */
  void offer(Runnable work) {
    unclaimed.add(work);
    if (working.get() < most) {
      cores.get().ifPresent(this::employ);
    }
  }

  private void employ(Cores.Permit core) {
    taken.add(core);
    if (working.incrementAndGet() > started) {
      started++;
      threads.start("sluice-compress-" + started, this::work);
    }
  }

  /** How many are at work. */
  int working() {
    return working.get();
  }

  /** Does, on the calling thread, the oldest work that nobody has begun; false if there is none. */
  boolean workOne() {
    Runnable next = unclaimed.poll();
    if (next == null) {
      return false;
    }
    next.run();
    return true;
  }

  private void work() {
    try {
      while (true) {
        workWhileCoresAreFree(taken.take());
        working.decrementAndGet();
      }
    } catch (InterruptedException e) {
      // There is no more work.
    }
  }

  private void workWhileCoresAreFree(Cores.Permit first) {
    Optional<Cores.Permit> core = Optional.of(first);
    boolean worked = true;
    while (worked && core.isPresent()) {
      try (Cores.Permit held = core.get()) {
        worked = workOne();
      }
      core = worked ? cores.get() : Optional.empty();
    }
  }

  /** Ends the threads, once each has done what it had begun. */
  @Override
  public void close() {
    unclaimed.clear();
    threads.close();
    taken.forEach(Cores.Permit::close);
    taken.clear();
  }
}
