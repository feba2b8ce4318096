package dev.sluice.overlap;

/**
 * A moment at which it changes how many intervals are active.
 *
 * @param at the moment
 * @param active how many are active from then on
 */
public record Change(long at, int active) {}
