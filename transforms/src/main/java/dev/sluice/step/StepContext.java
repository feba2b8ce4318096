package dev.sluice.step;

import dev.sluice.storage.Storage;
import java.util.function.LongConsumer;

/**
 * What a step function has around it.
 *
 * @param storage where its files are; its reads and writes are measured
 * @param meter takes the number of bytes that went through since it was last told
 * @param clock takes what the function waits for elsewhere
 */
public record StepContext(Storage storage, LongConsumer meter, StepClock clock) {
  /** The context of a function that is called by itself, outside a run. */
  public StepContext(Storage storage, LongConsumer meter) {
    this(storage, meter, new StepClock());
  }

  /** The same, with nobody to tell how far it is. */
  public static StepContext of(Storage storage) {
    return new StepContext(storage, bytes -> {});
  }

  static StepContext measured(Storage storage, LongConsumer meter, StepClock clock) {
    return new StepContext(new MeasuredStorage(storage, clock), meter, clock);
  }
}
