package dev.sluice.fetch.slots;

import dev.sluice.dump.Mirror;
import dev.sluice.step.FailureSentence;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A slot that is held as long as its lease was renewed less than half a lapse ago, by this
 * process's monotonic clock, counted from before the renewal was asked for. Whoever takes it over
 * watched the lease for a whole lapse from after it was written, so there is half a lapse between.
 *
 * <p>Once it was not held for a moment it never is again, even if a late renewal gets through.
 */
final class LeasedSlot implements Slot {
  private static final Logger LOG = LoggerFactory.getLogger(LeasedSlot.class);
  private static final long LOST = -1;

  private final Mirror mirror;
  private final Lease lease;
  private final Renewals renewals;
  private final Runnable whenRefused;
  private final Runnable whenClosed;

  /** Up to when it is held, by {@link Lease#now()}; {@link #LOST} for ever after. */
  private final AtomicLong until;

  private volatile long due;
  private volatile boolean closed;
  private volatile boolean reserved;

  /**
   * The slot of a lease that was made and taken just now.
   *
   * @param whenRefused told when the mirror refused its connection
   * @param whenClosed told once it is given back
   */
  LeasedSlot(
      Mirror mirror, Lease lease, Renewals renewals, Runnable whenRefused, Runnable whenClosed) {
    this.mirror = mirror;
    this.lease = lease;
    this.renewals = renewals;
    this.whenRefused = whenRefused;
    this.whenClosed = whenClosed;
    // Counted from 0, when the lease object was made: before it was asked for.
    this.until = new AtomicLong(lease.times().fence().toNanos());
    this.due = lease.times().renewal().toNanos();
  }

  /** Expects that somebody takes it over. */
  void reserve() {
    reserved = true;
  }

  Lease lease() {
    return lease;
  }

  @Override
  public Mirror mirror() {
    return mirror;
  }

  @Override
  public boolean held() {
    while (true) {
      long end = until.get();
      if (end == LOST || lease.now() < end) {
        return end != LOST;
      }
      // Remembered, so that no renewal that is under way can undo what was said here.
      until.compareAndSet(end, LOST);
    }
  }

  /** Nanoseconds until it is to be renewed. */
  long untilDue() {
    return due - lease.now();
  }

  /** Renews the lease; if storage fails it is due again soon. */
  synchronized void renew() {
    due = lease.now() + lease.times().renewal().dividedBy(3).toNanos();
    try {
      write();
    } catch (IOException e) {
      LOG.warn("Cannot renew the slot of {}: {}", mirror.name(), FailureSentence.of(e));
      LOG.debug("Renewal of {}", lease, e);
    }
  }

  private void write() throws IOException {
    if (!held()) {
      return;
    }
    long asked = lease.now();
    if (!lease.renew()) {
      until.set(LOST);
      if (!reserved) {
        LOG.warn("Lost the slot of {}: another has taken over its lease", mirror.name());
      }
      return;
    }
    due = asked + lease.times().renewal().toNanos();
    long end = until.get();
    if (held()) {
      until.compareAndSet(end, asked + lease.times().fence().toNanos());
    }
  }

  /** Renews the lease: whether it is this one's still is told by nothing better. */
  @Override
  public synchronized void confirm() throws IOException {
    if (closed) {
      throw new IOException(
          "Cannot confirm the slot of %s: it was given back".formatted(mirror.name()));
    }
    try {
      write();
    } catch (IOException e) {
      throw new IOException(
          "Cannot confirm the slot of %s: %s".formatted(mirror.name(), FailureSentence.of(e)), e);
    }
    if (!held()) {
      throw new IOException(
          "Cannot confirm the slot of %s: it was lost (expected a renewal at least every %d s)"
              .formatted(mirror.name(), lease.times().fence().toSeconds()));
    }
  }

  @Override
  public void refused() {
    whenRefused.run();
  }

  /** Deletes the lease, if it is this one's. If storage fails it lapses. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    until.set(LOST);
    renewals.remove(this);
    // Who was told to stop gives back as well: some storage refuses an interrupted thread.
    boolean interrupted = Thread.interrupted();
    try {
      lease.giveBack();
    } catch (IOException e) {
      LOG.warn(
          "Cannot give back the slot of {}: {}; it lapses in {} s",
          mirror.name(),
          FailureSentence.of(e),
          lease.times().lapse().toSeconds());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      whenClosed.run();
    }
  }
}
