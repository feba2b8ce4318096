package dev.sluice.tests.ecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Comparator;

/**
 * API Reference of CloudWatch Logs, FilteredLogEvent.
 *
 * @param timestamp when it came about, in ms
 * @param ingestion when it came in, in ms
 * @param number in the order in which events came in
 * @param stream its name
 * @param message its text
 * @param seenFrom from when on reads see it, in ms
 */
record LogEvent(
    long timestamp, long ingestion, long number, String stream, String message, long seenFrom) {
  /**
   * API Reference, FilterLogEvents: "sorted by event timestamp, the timestamp when the event was
   * ingested …, and the ID of the PutLogEvents request".
   */
  static final Comparator<LogEvent> ORDER =
      Comparator.comparingLong(LogEvent::timestamp)
          .thenComparingLong(LogEvent::ingestion)
          .thenComparingLong(LogEvent::number);

  /** The bytes that count towards a page: API Reference, PutLogEvents. */
  private static final int OVERHEAD = 26;

  static LogEvent before(long timestamp) {
    return new LogEvent(timestamp, 0, 0, "", "", 0);
  }

  /** Decimal digits, as AWS's are. */
  String id() {
    return "%032d%024d".formatted(timestamp, number);
  }

  int size() {
    return message.getBytes(UTF_8).length + OVERHEAD;
  }
}
