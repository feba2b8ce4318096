package dev.sluice.tests.ecs;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Predicate;

/**
 * Events of one page: API Reference, FilterLogEvents and GetLogEvents: up to 1 MB, and up to 10,000
 * events or the limit.
 *
 * @param events in the order they were sought in
 * @param more whether others follow
 */
record LogPage(List<LogEvent> events, boolean more) {
  private static final int MOST_BYTES = 1_048_576;

  /** The first events that match, in the order of the set. */
  static LogPage of(NavigableSet<LogEvent> from, Predicate<LogEvent> matches, int most) {
    List<LogEvent> events = new ArrayList<>();
    long bytes = 0;
    for (LogEvent event : from) {
      if (matches.test(event)) {
        bytes += event.size();
        if (events.size() == most || (bytes > MOST_BYTES && !events.isEmpty())) {
          return new LogPage(events, true);
        }
        events.add(event);
      }
    }
    return new LogPage(events, false);
  }

  /** Where a page ends, as it stands in a token. */
  static String place(LogEvent event) {
    return "%d,%d,%d".formatted(event.timestamp(), event.ingestion(), event.number());
  }

  static LogEvent place(String text) {
    String[] numbers = text.split(",", -1);
    return new LogEvent(
        Long.parseLong(numbers[0]),
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        "",
        "",
        0);
  }
}
