package dev.sluice.convert.records;

import java.util.SortedMap;
import java.util.TreeMap;

/** Counts of what was skipped, by path below the root element. */
public final class UnknownElements {
  /** Under which paths are counted that come after {@link #MAX_PATHS} others. */
  public static final String OTHERS = "*";

  /** How many paths are counted each for itself. */
  public static final int MAX_PATHS = 1000;

  private final SortedMap<String, Long> counts = new TreeMap<>();

  /**
   * Counts one.
   *
   * @param path such as {@code page/upload}
   */
  public void add(String path) {
    add(path, 1);
  }

  /** The same a number of times. */
  public void add(String path, long count) {
    String key = counts.containsKey(path) || counts.size() < MAX_PATHS ? path : OTHERS;
    counts.merge(key, count, Long::sum);
  }

  SortedMap<String, Long> counts() {
    return counts;
  }
}
