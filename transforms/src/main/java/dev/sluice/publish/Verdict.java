package dev.sluice.publish;

import dev.sluice.step.StepReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What held a run back, and for how long: at each moment, what most of all that went on then spent
 * its time on. Waits for a slot or a core come first in an execution; what it spends its other time
 * on, it spends evenly.
 *
 * @param elapsed from the start of the run to its end
 * @param limits for how long of it each limit held; those that never did are left out
 */
record Verdict(Duration elapsed, Map<Limit, Duration> limits) {
  /** What held for a longer share of the run than this is the first to be told. */
  private static final double MOST = 0.5;

  Verdict {
    limits = Map.copyOf(limits);
  }

  private record Change(Instant at, Spending spending, int sign) {}

  /**
   * Finds out.
   *
   * @param executions how those of the run ended
   * @param coreCount how many cores they had
   */
  static Verdict of(List<StepReport> executions, Instant started, Instant ended, int coreCount) {
    List<Change> changes = new ArrayList<>();
    for (StepReport execution : executions) {
      if (!execution.reused() && !execution.elapsed().isZero()) {
        Spending spending = Spending.of(execution);
        Instant goesOn = execution.started().plus(Spending.wait(execution));
        changes.add(new Change(execution.started(), spending.waiting(), 1));
        changes.add(new Change(goesOn, spending.waiting(), -1));
        changes.add(new Change(goesOn, spending.working(), 1));
        changes.add(
            new Change(execution.started().plus(execution.elapsed()), spending.working(), -1));
      }
    }
    changes.add(new Change(ended, Spending.NONE, 1));
    changes.sort(Comparator.comparing(Change::at));
    Map<Limit, Duration> limits = new EnumMap<>(Limit.class);
    Spending now = Spending.NONE;
    Instant since = started;
    for (Change change : changes) {
      Instant until = change.at().isAfter(ended) ? ended : change.at();
      if (until.isAfter(since)) {
        limits.merge(now.limit(coreCount), Duration.between(since, until), Duration::plus);
        since = until;
      }
      now = now.plus(change.spending(), change.sign());
    }
    return new Verdict(Duration.between(started, ended), limits);
  }

  /** What of all that is measured held the run back for the longest time. */
  Limit greatest() {
    return limits.entrySet().stream()
        .filter(entry -> entry.getKey() != Limit.OTHER)
        .max(Map.Entry.<Limit, Duration>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .orElse(Limit.OTHER);
  }

  /** A limit's share of the run, 0 to 1. */
  double share(Limit limit) {
    Duration held = limits.getOrDefault(limit, Duration.ZERO);
    return elapsed.isZero() ? 0 : (double) held.toNanos() / elapsed.toNanos();
  }

  /** The limits by their names in lower case. */
  SortedMap<String, Duration> byName() {
    SortedMap<String, Duration> byName = new TreeMap<>();
    limits.forEach((limit, held) -> byName.put(limit.name().toLowerCase(Locale.ROOT), held));
    return byName;
  }

  /** In words. */
  String sentence() {
    Limit greatest = greatest();
    if (greatest == Limit.OTHER) {
      return "Nothing that is measured held the run back.";
    }
    String words = greatest.words();
    String limit =
        "%s the limit for %.0f %% of the time"
            .formatted(greatest == Limit.SLOTS ? "were" : "was", 100 * share(greatest));
    return share(Limit.OTHER) > MOST
        ? "Nothing that is measured held the run back for %.0f %% of the time; %s %s."
            .formatted(100 * share(Limit.OTHER), words, limit)
        : "%s%s %s.".formatted(Character.toUpperCase(words.charAt(0)), words.substring(1), limit);
  }
}
