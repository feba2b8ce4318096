package dev.sluice.fetch;

import dev.sluice.dump.Mirror;
import dev.sluice.fetch.slots.MirrorHost;
import dev.sluice.step.PerRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** How fast mirrors were in this run, and which of them rest, as far as this process saw it. */
final class MirrorRates {
  private static final PerRun<MirrorRates> RUNS =
      PerRun.of(() -> new MirrorRates(System::nanoTime));

  /** How much of what was known counts once more is known: a mirror's speed changes. */
  private static final double MEMORY = 0.9;

  /** One that failed so often in a row, whatever the file, rests. */
  private static final int RESTS_AFTER = 3;

  private final Map<String, Rate> rates = new HashMap<>();
  private final LongSupplier nanoTime;

  /**
   * None yet.
   *
   * @param nanoTime the clock by which mirrors rest
   */
  MirrorRates(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private static final class Rate {
    int begun;
    int open;
    int cap = Integer.MAX_VALUE;
    long allBytes;
    int allFailures;
    int failuresInARow;
    double bytes;
    double seconds;
    boolean rests;
    long restsUntil;

    double bytesPerSecond() {
      return seconds == 0 ? Double.NaN : bytes / seconds;
    }

    double hopedFor() {
      // One that is under way for the first time may turn out well.
      return seconds == 0 ? Double.POSITIVE_INFINITY : bytesPerSecond();
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
                Comparator.comparingDouble((Mirror mirror) -> rate(mirror).hopedFor()).reversed())
            .thenComparingInt(mirror -> rate(mirror).begun));
    return ranked;
  }

  /** Bytes that a connection to the mirror brings in a second; NaN if that is not known. */
  synchronized double bytesPerSecond(Mirror mirror) {
    return rate(mirror).bytesPerSecond();
  }

  /** Tells that a connection to the mirror begins. */
  synchronized void begun(Mirror mirror) {
    rate(mirror).begun++;
  }

  /** Tells that a connection to the mirror is opened, for a file. */
  synchronized void opened(Mirror mirror) {
    Rate rate = rate(mirror);
    rate.open++;
    rate.cap = Math.min(rate.cap, mirror.connections());
  }

  /**
   * Tells that it was closed.
   *
   * @param well whether it brought what it was opened for, or was left for another
   */
  synchronized void closed(Mirror mirror, boolean well) {
    Rate rate = rate(mirror);
    rate.open--;
    rate.allFailures += well ? 0 : 1;
  }

  /** How every mirror that a connection was opened to does, by their names. */
  synchronized List<MirrorState> states() {
    return rates.entrySet().stream()
        .filter(entry -> entry.getValue().cap < Integer.MAX_VALUE)
        .sorted(Map.Entry.comparingByKey())
        .map(
            entry -> {
              Rate rate = entry.getValue();
              return new MirrorState(
                  entry.getKey(), rate.open, rate.cap, rate.allBytes, rate.allFailures);
            })
        .toList();
  }

  /** Tells how much came over a connection, or a stretch of it. */
  synchronized void measured(Mirror mirror, long bytes, long nanos) {
    if (bytes == 0) {
      return; // A connection that brought nothing says nothing about speed.
    }
    Rate rate = rate(mirror);
    rate.allBytes += bytes;
    rate.bytes = rate.bytes * MEMORY + bytes;
    rate.seconds = rate.seconds * MEMORY + Math.max(1, nanos) / 1e9;
    rate.failuresInARow = 0;
  }

  /** Tells that a connection failed. After some in a row the mirror rests, longer each time. */
  synchronized void failed(Mirror mirror, Retries retries) {
    int failures = ++rate(mirror).failuresInARow;
    if (failures >= RESTS_AFTER) {
      rest(mirror, retries.due(failures - RESTS_AFTER + 1));
    }
  }

  /** Lets a mirror rest for so long, or as long as it does already. */
  synchronized void rest(Mirror mirror, Duration duration) {
    Rate rate = rate(mirror);
    long until = nanoTime.getAsLong() + duration.toNanos();
    if (!rate.rests || until - rate.restsUntil > 0) {
      rate.rests = true;
      rate.restsUntil = until;
    }
  }

  /** How long a mirror rests still; nothing if it does not. */
  synchronized Duration restLeft(Mirror mirror) {
    Rate rate = rate(mirror);
    long left = rate.rests ? rate.restsUntil - nanoTime.getAsLong() : 0;
    rate.rests = left > 0;
    return Duration.ofNanos(Math.max(0, left));
  }

  private Rate rate(Mirror mirror) {
    return rates.computeIfAbsent(MirrorHost.of(mirror), host -> new Rate());
  }
}
