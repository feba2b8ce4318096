package dev.sluice.runners.ecs;

import dev.sluice.step.DriverLease;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the driver's lease until it is lost. Storage blocks, so it is asked on a thread of its
 * own, by one renewal at a time. For the event loop alone.
 */
final class LeaseKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

  private final Executor loop;
  private final Executor blocking;
  private @Nullable DriverLease lease;
  private boolean renewing;
  private boolean lost;

  /**
   * Keeps none yet.
   *
   * @param blocking where storage is asked
   */
  LeaseKeeper(Executor loop, Executor blocking) {
    this.loop = loop;
    this.blocking = blocking;
  }

  /** Keeps one that was taken. */
  void keep(DriverLease taken) {
    lease = taken;
  }

  /** Lets it lapse. */
  void drop() {
    lease = null;
  }

  /** Whether another driver has taken it. */
  boolean isLost() {
    return lost;
  }

  /** Renews it, if there is one, unless a renewal is under way. */
  void renew() {
    DriverLease kept = lease;
    if (kept == null || renewing) {
      return;
    }
    renewing = true;
    blocking.execute(
        () -> {
          boolean held = true; // As far as anybody knows.
          try {
            held = kept.renew();
          } catch (IOException | RuntimeException e) {
            LOG.warn("Cannot renew the driver's lease; it is tried again: {}", e.getMessage());
          } finally {
            boolean known = held;
            loop.execute(() -> renewed(known));
          }
        });
  }

  private void renewed(boolean held) {
    renewing = false;
    if (!held && lease != null) {
      lost = true;
      lease = null;
      LOG.warn("Lost the driver's lease: the run was taken over; no more tasks are launched");
    }
  }
}
