package dev.sluice.tests.ecs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The requests that came, also those that were refused, in their order. */
public final class Calls {
  private final List<Call> calls = new ArrayList<>();

  Calls() {}

  synchronized void add(Call call) {
    calls.add(call);
  }

  public synchronized List<Call> all() {
    return List.copyOf(calls);
  }

  /** How many there were of an action, such as {@code RunTask}. */
  public long of(String action) {
    return all().stream().filter(call -> call.action().equals(action)).count();
  }

  /** How many were answered by this error. */
  public long answered(String type) {
    return all().stream().filter(call -> call.answer().equals(type)).count();
  }

  /** How many there were of each action. */
  public Map<String, Long> byAction() {
    return all().stream()
        .collect(Collectors.groupingBy(Call::action, TreeMap::new, Collectors.counting()));
  }

  /** What a role needs that may do all that was done, such as {@code ecs:RunTask}. */
  public SortedSet<String> permissions() {
    return all().stream().map(Call::permission).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Forgets what came before. */
  public synchronized void clear() {
    calls.clear();
  }
}
