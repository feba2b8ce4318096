package dev.sluice.sort;

import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.PositionedOutput;
import org.jspecify.annotations.Nullable;

/**
 * What is known of where sorted lines go before they are read.
 *
 * @param beside whether all that is read will be written to the disk of spills
 * @param mergedOnce whether runs are merged from beginning to end, once
 * @param early a file to which lines may be written, each at its place, while they are read: what
 *     is written there is written again if it turns out to be of another place; null if there is
 *     none
 */
record LineTarget(boolean beside, boolean mergedOnce, @Nullable PositionedOutput early) {
  static final LineTarget PARTS = new LineTarget(false, false, null);
  static final LineTarget STREAM = new LineTarget(false, true, null);

  /** A file that gets every line. */
  static LineTarget of(AtomicOutput file, boolean beside) {
    return new LineTarget(beside, true, file.positioned().orElse(null));
  }
}
