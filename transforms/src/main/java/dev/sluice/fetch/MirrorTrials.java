package dev.sluice.fetch;

import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.slots.MirrorSlots;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the mirrors of one file have done at it: which to ask next, and which no more. */
final class MirrorTrials implements MirrorSlots.Preference {
  /**
   * A mirror that failed so much more often than another is not asked as long as the other is left,
   * though it be the only one with a free slot: it is free because it fails.
   */
  private static final int PATIENCE = 2;

  private final Map<Mirror, Trial> trials = new LinkedHashMap<>();
  private final MirrorRates rates;
  private final Retries retries;

  /** One mirror's. */
  private static final class Trial {
    final String path;
    int attempts;
    int failures;
    int strikes;
    int busy;
    String cause = "not asked";

    Trial(String path) {
      this.path = path;
    }
  }

  MirrorTrials(DumpFile file, MirrorRates rates, Retries retries) {
    this.rates = rates;
    this.retries = retries;
    for (Replica replica : file.replicas()) {
      trials.putIfAbsent(replica.mirror(), new Trial(replica.path()));
    }
  }

  @Override
  public List<Mirror> ranked() {
    List<Mirror> left = new ArrayList<>(rates.ranked(left()));
    int most = fewestFailures() + PATIENCE;
    left.removeIf(mirror -> trial(mirror).failures > most);
    left.sort(Comparator.comparingInt(mirror -> trial(mirror).failures));
    return left;
  }

  @Override
  public void taken(Mirror mirror) {
    rates.begun(mirror);
  }

  /** Mirrors that may still be asked. */
  List<Mirror> left() {
    return trials.keySet().stream()
        .filter(
            mirror ->
                trial(mirror).strikes < retries.attempts()
                    && trial(mirror).busy < retries.busyAttempts())
        .toList();
  }

  String path(Mirror mirror) {
    return trial(mirror).path;
  }

  /** Counts an attempt; the first is 1. */
  int attempt(Mirror mirror) {
    return ++trial(mirror).attempts;
  }

  void busy(Mirror mirror, String cause) {
    trial(mirror).busy++;
    failed(mirror, 0, cause);
  }

  /**
   * Tells that an attempt failed.
   *
   * @param strikes how heavily it counts: none for one that brought the file further
   */
  void failed(Mirror mirror, int strikes, String cause) {
    Trial trial = trial(mirror);
    trial.failures++;
    trial.strikes += strikes;
    trial.cause = cause;
  }

  /** Tells that the mirror does not have the file. */
  void absent(Mirror mirror, String cause) {
    failed(mirror, retries.attempts(), cause);
  }

  /** Failures of the best mirror left: how long to wait before the next attempt. */
  int fewestFailures() {
    return left().stream().mapToInt(mirror -> trial(mirror).failures).min().orElse(0);
  }

  /** What each mirror did. */
  String account() {
    List<String> account = new ArrayList<>();
    trials.forEach((mirror, trial) -> account.add("from " + mirror.name() + ": " + trial.cause));
    return String.join("; ", account);
  }

  private Trial trial(Mirror mirror) {
    Trial trial = trials.get(mirror);
    if (trial == null) {
      throw new IllegalArgumentException(mirror + " does not hold the file");
    }
    return trial;
  }
}
