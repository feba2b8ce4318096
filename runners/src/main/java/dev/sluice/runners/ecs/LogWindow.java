package dev.sluice.runners.ecs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which log events of late were passed on, so that none is twice, although FilterLogEvents gives
 * them again and again, and GetLogEvents gives no ids: of events of one stream with the same times
 * and text, as many are passed on as either has shown. Forgets what is older than its floor, and
 * takes nothing from before it any more; of more than so many events the oldest are forgotten.
 */
final class LogWindow {
  private final int most;
  private final Set<String> ids = new HashSet<>();
  private final NavigableMap<Long, List<Seen>> byTime = new TreeMap<>();
  private final Map<Key, Count> counts = new HashMap<>();
  private long floor = Long.MIN_VALUE;

  /** Two texts of one moment, length and hash are taken for the same in the final drain alone. */
  private record Key(String stream, long timestamp, long ingestion, int length, int hash) {
    static Key of(Event event) {
      String text = event.text();
      return new Key(
          event.stream(), event.timestamp(), event.ingestion(), text.length(), text.hashCode());
    }
  }

  private record Seen(String id, Key key) {}

  private static final class Count {
    int ids;
    int passed;
  }

  /**
   * An event of either call.
   *
   * @param timestamp in ms, as {@code ingestion}
   */
  record Event(String stream, long timestamp, long ingestion, String text) {}

  /** One pass of GetLogEvents over a stream, which has each event once. */
  final class Pass {
    private final Map<Key, Integer> found = new HashMap<>();

    /** Whether an event is to be passed on. */
    boolean isNew(Event event) {
      if (event.timestamp() < floor) {
        return false;
      }
      Key key = Key.of(event);
      int number = found.merge(key, 1, Integer::sum);
      Count count = counts.get(key);
      if (count == null) {
        count = remember(event, "", key);
      }
      if (number <= count.passed) {
        return false;
      }
      count.passed = number;
      return true;
    }
  }

  /**
   * None yet.
   *
   * @param most how many events are remembered at most, about 300 bytes for each
   */
  LogWindow(int most) {
    this.most = most;
  }

  /** Whether an event of FilterLogEvents is to be passed on. */
  boolean isNew(Event event, String id) {
    if (event.timestamp() < floor || !ids.add(id)) {
      return false;
    }
    Count count = remember(event, id, Key.of(event));
    count.ids++;
    if (count.ids <= count.passed) {
      return false;
    }
    count.passed = count.ids;
    return true;
  }

  private Count remember(Event event, String id, Key key) {
    byTime.computeIfAbsent(event.timestamp(), time -> new ArrayList<>(1)).add(new Seen(id, key));
    return counts.computeIfAbsent(key, first -> new Count());
  }

  /** From when on events are taken, in ms. */
  long floor() {
    return floor;
  }

  /** Forgets what is before a time, and more if there is too much. */
  void forgetBefore(long timestamp) {
    floor = Math.max(floor, timestamp);
    while (!byTime.isEmpty() && (byTime.firstKey() < floor || ids.size() > most)) {
      Map.Entry<Long, List<Seen>> first = byTime.pollFirstEntry();
      floor = Math.max(floor, first.getKey() + 1);
      for (Seen seen : first.getValue()) {
        ids.remove(seen.id());
        counts.remove(seen.key());
      }
    }
  }

  int size() {
    return ids.size();
  }
}
