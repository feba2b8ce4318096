package dev.sluice.overlap;

/**
 * What was seen so far in a part of time.
 *
 * @param least how many were active at least
 * @param greatest and at most
 * @param areaHigh how many for how long in all, as {@link Area} has it
 * @param areaLow its lower half
 */
record Looked(int least, int greatest, long areaHigh, long areaLow) {
  static Looked of(Extremes extremes, Area area) {
    return new Looked(extremes.least(), extremes.greatest(), area.high(), area.low());
  }
}
