package dev.sluice.runners.ecs;

import dev.sluice.step.PerRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of a run use of Fargate, each from when its image is pulled, which is when AWS
 * begins to count, to when its end is seen; until a poll has told of the pull, from its launch. For
 * use by many threads.
 */
public final class TaskBill {
  private static final String SPOT = "FARGATE_SPOT";
  private static final PerRun<TaskBill> RUNS = PerRun.of(TaskBill::new);

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  TaskBill() {}

  private static final class Entry {
    final String step;
    final FargateSize size;
    String provider;
    Instant since;
    @Nullable Instant until;
    boolean pulled;
    boolean running;

    Entry(String step, FargateSize size, String provider, Instant since) {
      this.step = step;
      this.size = size;
      this.provider = provider;
      this.since = since;
    }
  }

  /** That of the run with this id, in this process. */
  public static TaskBill of(String run) {
    return RUNS.of(run);
  }

  /**
   * A task was launched.
   *
   * @param provider that it was asked for; ECS tells later which one it got
   */
  synchronized void launched(
      String arn, String step, FargateSize size, String provider, Instant now) {
    entries.putIfAbsent(arn, new Entry(step, size, provider, now));
  }

  /** ECS has told of a task; what is null it does not know yet. */
  synchronized void told(
      String arn, @Nullable String provider, @Nullable Instant pullStarted, boolean running) {
    Entry entry = entries.get(arn);
    if (entry == null) {
      return;
    }
    if (provider != null) {
      entry.provider = provider;
    }
    if (pullStarted != null && !entry.pulled) {
      entry.since = pullStarted;
      entry.pulled = true;
    }
    entry.running = running;
  }

  /** A task has ended. */
  synchronized void ended(String arn, Instant now) {
    Entry entry = entries.get(arn);
    if (entry != null && entry.until == null) {
      entry.until = now;
    }
  }

  /** What each step's tasks have used by now, in the order in which the steps began. */
  public synchronized Map<String, TaskUse> byStep(FargatePrices prices, Instant now) {
    Map<String, TaskUse> steps = new LinkedHashMap<>();
    List<Entry> all = new ArrayList<>(entries.values());
    all.forEach(entry -> steps.merge(entry.step, use(entry, prices, now), TaskUse::plus));
    return steps;
  }

  private static TaskUse use(Entry entry, FargatePrices prices, Instant now) {
    boolean spot = entry.provider.equals(SPOT);
    boolean ended = entry.until != null;
    Duration time = Duration.between(entry.since, ended ? entry.until : now);
    time = time.isNegative() ? Duration.ZERO : time; // Clocks differ.
    return new TaskUse(
        ended || entry.running ? 0 : 1,
        ended || !entry.running ? 0 : 1,
        ended || !spot ? 0 : 1,
        ended ? 1 : 0,
        spot ? time.toSeconds() : 0,
        spot ? 0 : time.toSeconds(),
        prices.cost(entry.size, spot, time),
        prices.currency());
  }
}
