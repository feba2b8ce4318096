package org.apache.beam.runners.direct;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.joda.time.Instant;

/** The time, told at once for a moment, and then once after a rest. */
final class PacedClock implements Clock {
  /** Enough for a few looks, or for one of a pipeline of hundreds of transforms. */
  static final long TURN = TimeUnit.MICROSECONDS.toNanos(500);

  /** A bundle needs a few looks to be passed on: what a run loses by this is a fraction of a s. */
  static final long REST = TimeUnit.MILLISECONDS.toNanos(5);

  private final Clock time;
  private final LongSupplier nanos;
  private final LongConsumer rest;
  private volatile long rested;

  /**
   * @param time what it tells
   * @param nanos by which it measures its turns
   * @param rest spends so many ns
   */
  PacedClock(Clock time, LongSupplier nanos, LongConsumer rest) {
    this.time = time;
    this.nanos = nanos;
    this.rest = rest;
    this.rested = nanos.getAsLong();
  }

  static PacedClock create() {
    return new PacedClock(NanosOffsetClock.create(), System::nanoTime, LockSupport::parkNanos);
  }

  @Override
  public Instant now() {
    if (nanos.getAsLong() - rested > TURN) {
      rest.accept(REST);
      rested = nanos.getAsLong();
    }
    return time.now();
  }
}
