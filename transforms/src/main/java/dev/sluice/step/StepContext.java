package dev.sluice.step;

import dev.sluice.storage.Storage;
import java.util.function.LongConsumer;

/**
 * What a step function has around it.
 *
 * @param storage where its files are
 * @param meter takes the number of bytes that went through since it was last told
 */
public record StepContext(Storage storage, LongConsumer meter) {
  /** A context that measures nothing. */
  public static StepContext of(Storage storage) {
    return new StepContext(storage, bytes -> {});
  }
}
