package dev.sluice.step;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Something that all parts of a run share within this process, however often its graph was copied
 * on the way: what travels with the graph is only the run's id. Held by a static field.
 */
public final class PerRun<T> {
  private static final List<PerRun<?>> ALL = new CopyOnWriteArrayList<>();

  private final Supplier<T> first;
  private final Map<String, T> runs = new ConcurrentHashMap<>();

  private PerRun(Supplier<T> first) {
    this.first = first;
  }

  /**
   * One for each run.
   *
   * @param first makes it when a run first asks for it
   */
  public static <T> PerRun<T> of(Supplier<T> first) {
    PerRun<T> all = new PerRun<>(first);
    ALL.add(all);
    return all;
  }

  /** That of the run with this id. */
  public T of(String run) {
    return runs.computeIfAbsent(run, id -> first.get());
  }

  /** Drops all that this process holds for a run, which has ended. */
  public static void forget(String run) {
    ALL.forEach(all -> all.runs.remove(run));
  }
}
