package dev.sluice.overlap;

import java.util.OptionalDouble;

/**
 * How many intervals are active during another one.
 *
 * @param least at least
 * @param greatest at most
 * @param mean on average, weighted by time; empty if the other one does not end
 */
public record During(int least, int greatest, OptionalDouble mean) {
  static During of(Interval probe, Extremes extremes, Area area) {
    OptionalDouble mean = OptionalDouble.empty();
    if (probe.start() == probe.end()) {
      mean = OptionalDouble.of(extremes.least());
    } else if (probe.end() != Interval.NEVER) {
      mean = OptionalDouble.of(area.mean(probe.end() - probe.start()));
    }
    return new During(extremes.least(), extremes.greatest(), mean);
  }
}
