package dev.sluice.step;

import java.util.ArrayList;
import java.util.List;

/** Threads that work for one other thread, and end with its work. */
public final class HelperThreads implements AutoCloseable {
  private static final long JOIN_MILLIS = 500;

  private final List<Thread> threads = new ArrayList<>();

  /** Starts one more. */
  public void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Interrupts them; one that waits for input which does not come is left behind. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    boolean interrupted = false;
    for (Thread thread : threads) {
      try {
        thread.join(JOIN_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
