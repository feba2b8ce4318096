package dev.sluice.sort;

import java.util.function.LongConsumer;

/** Tells a progress meter what went through, now and then rather than for each record. */
final class Meter {
  private static final long STEP_BYTES = 1 << 20;

  private final LongConsumer meter;
  private long untold;

  Meter(LongConsumer meter) {
    this.meter = meter;
  }

  void add(long bytes) throws InterruptedException {
    untold += bytes;
    if (untold >= STEP_BYTES) {
      end();
      Interrupts.check();
    }
  }

  /** Tells what is left. */
  void end() {
    meter.accept(untold);
    untold = 0;
  }
}
