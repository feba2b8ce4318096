package dev.sluice.convert;

import java.util.SortedMap;
import java.util.TreeMap;

/** Counts of what was skipped, by path below the root element. */
final class UnknownElements {
  /** Under which paths are counted that come after {@link #MAX_PATHS} others. */
  static final String OTHERS = "*";

  static final int MAX_PATHS = 1000;

  private final SortedMap<String, Long> counts = new TreeMap<>();

  void add(String path) {
    add(path, 1);
  }

  /** The same a number of times. */
  void add(String path, long count) {
    String key = counts.containsKey(path) || counts.size() < MAX_PATHS ? path : OTHERS;
    counts.merge(key, count, Long::sum);
  }

  SortedMap<String, Long> counts() {
    return counts;
  }
}
