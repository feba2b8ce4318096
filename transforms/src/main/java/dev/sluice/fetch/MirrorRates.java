package dev.sluice.fetch;

import dev.sluice.dump.Mirror;
import dev.sluice.fetch.slots.MirrorHost;
import dev.sluice.step.PerRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How fast mirrors were in this run, as far as this process saw it. */
final class MirrorRates {
  private static final PerRun<MirrorRates> RUNS = PerRun.of(MirrorRates::new);

  /** How much of what was known counts once more is known: a mirror's speed changes. */
  private static final double MEMORY = 0.7;

  private final Map<String, Rate> rates = new HashMap<>();

  private static final class Rate {
    int begun;
    int failuresInARow;
    double bytes;
    double seconds;

    double bytesPerSecond() {
      // One that is under way for the first time may turn out well.
      return seconds == 0 ? Double.POSITIVE_INFINITY : bytes / seconds;
    }
  }

  static MirrorRates of(String run) {
    return RUNS.of(run);
  }

  /**
   * The mirrors, the one to use first: those that do not fail before those that do, then those that
   * nobody has tried, then by the rate of a connection.
   */
  synchronized List<Mirror> ranked(List<Mirror> mirrors) {
    List<Mirror> ranked = new ArrayList<>(mirrors);
    ranked.sort(
        Comparator.comparingInt((Mirror mirror) -> rate(mirror).failuresInARow)
            .thenComparing(mirror -> rate(mirror).begun > 0)
            .thenComparing(
                Comparator.comparingDouble((Mirror mirror) -> rate(mirror).bytesPerSecond())
                    .reversed())
            .thenComparingInt(mirror -> rate(mirror).begun));
    return ranked;
  }

  /** Tells that a connection to the mirror begins. */
  synchronized void begun(Mirror mirror) {
    rate(mirror).begun++;
  }

  /** Tells how much came over a connection. */
  synchronized void measured(Mirror mirror, long bytes, long nanos) {
    if (bytes == 0) {
      return; // A connection that brought nothing says nothing about speed.
    }
    Rate rate = rate(mirror);
    rate.bytes = rate.bytes * MEMORY + bytes;
    rate.seconds = rate.seconds * MEMORY + Math.max(1, nanos) / 1e9;
    rate.failuresInARow = 0;
  }

  /** Tells that a connection failed. */
  synchronized void failed(Mirror mirror) {
    rate(mirror).failuresInARow++;
  }

  private Rate rate(Mirror mirror) {
    return rates.computeIfAbsent(MirrorHost.of(mirror), host -> new Rate());
  }
}
