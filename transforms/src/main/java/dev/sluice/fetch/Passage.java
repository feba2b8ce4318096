package dev.sluice.fetch;

import dev.sluice.dump.Mirror;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.fetch.slots.Slot;
import dev.sluice.fetch.slots.Wish;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection: measures its mirror while they come, and asks for a slot of a faster
 * mirror when the run would have to wait for this file here.
 */
final class Passage implements AutoCloseable {
  private static final long INTERVAL_NANOS = Duration.ofMillis(500).toNanos();

  private final Mirror mirror;
  private final MirrorTrials trials;
  private final MirrorRates rates;
  private final MirrorSlots slots;
  private final LongSupplier nanoTime;
  private long since;
  private long bytes;
  private @Nullable Wish wish;
  private @Nullable Slot next;
  private boolean left;

  /** One that begins now. */
  Passage(
      Mirror mirror,
      MirrorTrials trials,
      MirrorRates rates,
      MirrorSlots slots,
      LongSupplier nanoTime) {
    this.mirror = mirror;
    this.trials = trials;
    this.rates = rates;
    this.slots = slots;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /**
   * Tells that bytes have come.
   *
   * @param remaining how many have not
   * @return whether to go on; if not, {@link #next()} is where to, or the slot is to be another's
   */
  boolean passed(long count, long remaining) {
    bytes += count;
    if (wish != null) {
      next = wish.granted();
      if (next != null) {
        left = true;
        return false;
      }
    }
    if (nanoTime.getAsLong() - since >= INTERVAL_NANOS) {
      measure();
      trials.remaining(remaining);
      if (!trials.isBetterOffElsewhere(mirror)) {
        drop();
      } else if (wish == null) {
        wish = slots.wish(trials.elsewhere(mirror));
      }
      left = wish == null && slots.servesLargestFirst() && trials.givesWay(mirror);
      return !left;
    }
    return true;
  }

  /** Tells the mirror's rate since this was last done. */
  void measure() {
    long now = nanoTime.getAsLong();
    rates.measured(mirror, bytes, now - since);
    since = now;
    bytes = 0;
  }

  /** A slot of another mirror to go on under; null if there is none. It is the caller's. */
  @Nullable Slot next() {
    return next;
  }

  /** Whether the connection was left though more could come over it. */
  boolean left() {
    return left;
  }

  private void drop() {
    if (wish != null) {
      wish.close();
      wish = null;
    }
  }

  @Override
  public void close() {
    drop();
  }
}
