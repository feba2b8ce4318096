package dev.sluice.fetch.slots;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews all leases of this process, on one daemon thread that is there as long as there is a
 * lease. A lease that is lost leaves by itself.
 */
final class RenewalThread implements Renewals {
  private static final Logger LOG = LoggerFactory.getLogger(RenewalThread.class);
  private static final RenewalThread OF_PROCESS = new RenewalThread();

  private final Set<LeasedSlot> leases = new LinkedHashSet<>();
  private @Nullable Thread thread;

  static RenewalThread ofProcess() {
    return OF_PROCESS;
  }

  @Override
  public synchronized void add(LeasedSlot lease) {
    leases.add(lease);
    if (thread == null) {
      thread = new Thread(this::run, "sluice-leases");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  @Override
  public synchronized void remove(LeasedSlot lease) {
    leases.remove(lease);
    notifyAll();
  }

  /** Whether the thread is there. */
  synchronized boolean isRunning() {
    return thread != null;
  }

  private void run() {
    try {
      for (List<LeasedSlot> due = due(); !due.isEmpty(); due = due()) {
        due.forEach(RenewalThread::renew); // Without the lock: storage may be slow.
      }
    } catch (InterruptedException e) {
      // Nobody has business to. What is not renewed fences itself.
      Thread.currentThread().interrupt();
    } finally {
      gone();
    }
  }

  private static void renew(LeasedSlot lease) {
    try {
      lease.renew();
    } catch (RuntimeException e) {
      // The other leases are not to suffer. This one is due again soon, or fences itself.
      LOG.warn("Cannot renew the slot of {}", lease.mirror().name(), e);
    }
  }

  /** Waits until there are leases to renew; none: there is no lease any more, and no thread. */
  private synchronized List<LeasedSlot> due() throws InterruptedException {
    while (true) {
      leases.removeIf(lease -> !lease.held());
      if (leases.isEmpty()) {
        gone(); // Under the same lock as the look, so that nobody counts on a thread that ends.
        return List.of();
      }
      List<LeasedSlot> due = leases.stream().filter(lease -> lease.untilDue() <= 0).toList();
      if (!due.isEmpty()) {
        return due;
      }
      long wait = leases.stream().mapToLong(LeasedSlot::untilDue).min().orElse(0);
      wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
    }
  }

  private synchronized void gone() {
    if (thread == Thread.currentThread()) {
      thread = null;
    }
  }
}
