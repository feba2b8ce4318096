package dev.sluice.step;

import java.util.HashSet;
import java.util.Set;

/**
 * The threads that are at work on steps of a run in this process, so that it can be stopped
 * whatever its runner does about them: Beam's DirectRunner lets them go on when it is cancelled.
 */
public final class RunningSteps {
  private static final PerRun<RunningSteps> RUNS = PerRun.of(RunningSteps::new);

  private final Set<Thread> threads = new HashSet<>();
  private boolean stopped;

  private RunningSteps() {}

  /** Those of the run with this id. */
  public static RunningSteps of(String run) {
    return RUNS.of(run);
  }

  /** Interrupts those of the run with this id, and lets no other one begin. */
  public static void stop(String run) {
    of(run).stop();
  }

  /** Whether some of the run with this id are at work. */
  public static boolean areAtWork(String run) {
    return of(run).areAtWork();
  }

  private synchronized boolean areAtWork() {
    return !threads.isEmpty();
  }

  private synchronized void stop() {
    stopped = true;
    threads.forEach(Thread::interrupt);
  }

  /**
   * Tells that the calling thread is at work from now on.
   *
   * @throws InterruptedException when the run was stopped
   */
  public synchronized void begin() throws InterruptedException {
    if (stopped) {
      throw new InterruptedException("the run was stopped");
    }
    threads.add(Thread.currentThread());
  }

  /** Tells that it is no longer. */
  public synchronized void end() {
    threads.remove(Thread.currentThread());
  }
}
