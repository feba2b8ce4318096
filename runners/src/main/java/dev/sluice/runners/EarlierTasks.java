package dev.sluice.runners;

import dev.sluice.step.DriverLease;
import dev.sluice.step.FailureSentence;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.WorkFolder;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the tasks of an earlier driver at work from when this one begins until it launches some
 * itself: it may have to wait for a slot that one of them has. Whoever takes the lease from it, the
 * launcher of this process above all, ends it.
 */
final class EarlierTasks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EarlierTasks.class);

  private final DriverLease lease;
  private final Thread renewals;

  private EarlierTasks(DriverLease lease, Duration pause) {
    this.lease = lease;
    this.renewals = new Thread(() -> renew(pause), "sluice-earlier-tasks");
    renewals.setDaemon(true);
  }

  /** Begins, if there is an earlier driver's run to go on with. */
  static Runnable keep(StepEnvironment environment, Duration lapse) throws IOException {
    WorkFolder work = environment.work();
    Storage storage = environment.storage();
    if (!storage.exists(work.taskRun())) {
      return () -> {};
    }
    TaskRun run = TaskRun.in(work, storage);
    DriverLease lease = new DriverLease(storage.versioned(), work.driver(run.id()));
    lease.take();
    EarlierTasks tasks = new EarlierTasks(lease, lapse.dividedBy(5));
    tasks.renewals.start();
    return tasks::close;
  }

  private void renew(Duration pause) {
    try {
      boolean held = true;
      while (held) {
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        held = renewed();
      }
    } catch (InterruptedException e) {
      LOG.debug("Ended", e);
    }
  }

  private boolean renewed() {
    try {
      return lease.renew();
    } catch (IOException e) {
      LOG.warn("Cannot renew the driver's lease; it is tried again: {}", FailureSentence.of(e));
      return true;
    }
  }

  @Override
  public void close() {
    renewals.interrupt();
  }
}
