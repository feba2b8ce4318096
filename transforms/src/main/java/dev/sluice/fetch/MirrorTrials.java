package dev.sluice.fetch;

import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.dump.Replica;
import dev.sluice.fetch.slots.MirrorSlots;
import java.time.Duration;
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

  /** By how many times a file may take longer than everything would if all were shared evenly. */
  private static final double SLACK = 1.5;

  /** Moving to another mirror costs about this, for parting and connecting. */
  private static final double MOVE_SECONDS = 1;

  /** It has to save this share of the time left. */
  private static final double MOVE_GAIN = 0.2;

  private final Map<Mirror, Trial> trials = new LinkedHashMap<>();
  private final Workload.Item item;
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

  MirrorTrials(DumpFile file, Workload.Item item, MirrorRates rates, Retries retries) {
    this.item = item;
    this.rates = rates;
    this.retries = retries;
    for (Replica replica : file.replicas()) {
      trials.putIfAbsent(replica.mirror(), new Trial(replica.path()));
    }
  }

  /**
   * Mirrors that would not be done with the file long after all together could be done with
   * everything; but the fastest always will do, and any for the smallest file that waits, which is
   * done soonest there. What begins at one that is a little too slow may move later.
   */
  @Override
  public List<Mirror> ranked() {
    List<Mirror> able = able();
    double soonest = able.stream().mapToDouble(this::secondsAt).min().orElse(0);
    if (!item.isSmallestWaiting()) {
      double enough = Math.max(soonest, SLACK * item.secondsLeftForAll(rates));
      able.removeIf(mirror -> secondsAt(mirror) > enough);
    }
    return able;
  }

  @Override
  public long bytes() {
    return item.remaining();
  }

  /** When the first of the mirrors that rest is to be asked again. */
  @Override
  public Duration askAgainAfter() {
    Duration soonest = MirrorSlots.Preference.super.askAgainAfter();
    for (Mirror mirror : left()) {
      Duration rest = rates.restLeft(mirror);
      if (!rest.isZero() && rest.compareTo(soonest) < 0) {
        soonest = rest;
      }
    }
    return soonest;
  }

  /** The mirrors that may be asked and do not rest, the best first. */
  private List<Mirror> able() {
    List<Mirror> able = new ArrayList<>(rates.ranked(left()));
    int most = fewestFailures() + PATIENCE;
    able.removeIf(mirror -> trial(mirror).failures > most || !rates.restLeft(mirror).isZero());
    able.sort(Comparator.comparingInt(mirror -> trial(mirror).failures));
    return able;
  }

  /** How long what is left would take from this mirror; nothing if its rate is not known. */
  private double secondsAt(Mirror mirror) {
    double rate = rates.bytesPerSecond(mirror);
    return Double.isNaN(rate) ? 0 : item.remaining() / rate;
  }

  /** Tells how much has not come yet, while it comes. */
  void remaining(long bytes) {
    item.update(bytes, false);
  }

  /** Whether the run would have to wait for this file at this mirror, and for less at another. */
  boolean isBetterOffElsewhere(Mirror here) {
    boolean better = secondsAt(here) > item.secondsLeftForAll(rates) && !sooner(here).isEmpty();
    item.wishes(better ? rates.bytesPerSecond(here) : 0);
    return better;
  }

  /**
   * Whether to give this mirror's slot to a file that needs it more; to be answered by doing so.
   */
  boolean givesWay(Mirror here) {
    double seconds = secondsAt(here);
    return seconds > 2 * MOVE_SECONDS && item.givesWay(here, rates.bytesPerSecond(here), rates);
  }

  /** Mirrors whose rate is known, and where the rest would have come sooner, moving included. */
  private List<Mirror> sooner(Mirror here) {
    double enough = secondsAt(here) * (1 - MOVE_GAIN);
    List<Mirror> sooner = able();
    sooner.removeIf(
        mirror ->
            Double.isNaN(rates.bytesPerSecond(mirror))
                || MOVE_SECONDS + secondsAt(mirror) > enough);
    return sooner;
  }

  /** Who is better off elsewhere wants a slot there. */
  MirrorSlots.Preference elsewhere(Mirror here) {
    return new MirrorSlots.Preference() {
      @Override
      public List<Mirror> ranked() {
        return sooner(here);
      }

      @Override
      public long bytes() {
        return item.remaining();
      }

      @Override
      public void taken(Mirror mirror) {
        MirrorTrials.this.taken(mirror);
      }
    };
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

  /** Tells that the mirror is not to be asked for the file again: it does not have it, or time. */
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
    trials.keySet().forEach(mirror -> account.add(account(mirror)));
    return String.join("; ", account);
  }

  /** What a mirror did last. */
  String account(Mirror mirror) {
    return "from %s: %s".formatted(mirror.name(), trial(mirror).cause);
  }

  private Trial trial(Mirror mirror) {
    Trial trial = trials.get(mirror);
    if (trial == null) {
      throw new IllegalArgumentException(mirror + " does not hold the file");
    }
    return trial;
  }
}
