package dev.sluice.fetch;

import java.util.List;

/**
 * What a mirror does for a run at this moment, as far as this process downloads. Only ever shown,
 * never decided by.
 *
 * @param mirror its host, or its folder
 * @param connections how many files come from it now
 * @param cap how many may at a time
 * @param bytes how many came so far
 * @param failures how many connections failed or were refused
 */
public record MirrorState(String mirror, int connections, int cap, long bytes, int failures) {
  /** That of every mirror that a run has downloaded from, in the order of their names. */
  public static List<MirrorState> of(String run) {
    return MirrorRates.of(run).states();
  }
}
