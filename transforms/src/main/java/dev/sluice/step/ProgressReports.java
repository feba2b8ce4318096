package dev.sluice.step;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how far a run is in this process into storage, every {@value #PERIOD_MILLIS} ms from when
 * its first step is set up until its last one is taken down: {@link SharedProgress} adds up what
 * all processes write. What was counted is forgotten then, so that a job that starts again in a
 * living process counts from nothing.
 *
 * <p>Not by the runner's metrics: Beam's Flink runner has those of a step only when all of the step
 * has ended, and no runner has the bytes of a file that is under way.
 */
final class ProgressReports implements Runnable {
  static final long PERIOD_MILLIS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(ProgressReports.class);
  private static final String PROCESS = UUID.randomUUID().toString();
  private static final Map<String, ProgressReports> RUNS = new HashMap<>();
  private static long writings;

  private final StepEnvironment environment;
  private final Progress progress;
  private final Thread thread;
  private int steps;

  private ProgressReports(StepEnvironment environment) {
    this.environment = environment;
    this.progress = environment.progress();
    this.thread = new Thread(this, "sluice-progress");
    thread.setDaemon(true);
  }

  /** Tells that a step of a run was set up here. */
  static void enter(StepEnvironment environment) {
    if (!environment.spread()) {
      return;
    }
    synchronized (RUNS) {
      ProgressReports reports = RUNS.get(environment.run());
      if (reports == null) {
        reports = new ProgressReports(environment);
        RUNS.put(environment.run(), reports);
        reports.thread.start();
      }
      reports.steps++;
    }
  }

  /** Tells that it was taken down. After the last one nothing is written any more. */
  static void leave(StepEnvironment environment) {
    ProgressReports reports;
    synchronized (RUNS) {
      reports = RUNS.get(environment.run());
      if (reports == null || --reports.steps > 0) {
        return;
      }
      RUNS.remove(environment.run());
      PerRun.forget(environment.run());
      RUNS.notifyAll();
    }
    try {
      reports.thread.join(PERIOD_MILLIS); // Storage may hang; who shows the run can do without.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try {
      while (isWanted()) {
        write(false);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody has business to.
      return;
    }
    write(true);
  }

  /** Waits for the period, or until nothing of the run is here any more. */
  private boolean isWanted() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PERIOD_MILLIS);
    synchronized (RUNS) {
      long left = PERIOD_MILLIS;
      while (RUNS.get(environment.run()) == this && left > 0) {
        RUNS.wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      }
      return RUNS.get(environment.run()) == this;
    }
  }

  private void write(boolean ended) {
    URI file = environment.work().progress(environment.run()).resolve(PROCESS + ".json");
    ProgressReport report = new ProgressReport(next(), ended, progress.counts());
    try {
      environment.storage().writeText(file, Json.text(report));
    } catch (IOException | RuntimeException e) {
      LOG.debug("Cannot tell how far the run is", e); // Only ever shown.
    }
  }

  private static long next() {
    synchronized (RUNS) {
      return writings++;
    }
  }
}
