package dev.sluice.tests.ecs;

import java.time.Duration;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A log group: its streams, and the events of all of them in the order of their times. */
final class LogGroup {
  private final String name;
  private final long created;
  private final World world;
  private final LogFaults faults;
  private final NavigableMap<String, LogStream> streams = new TreeMap<>();
  private final NavigableSet<LogEvent> events = new TreeSet<>(LogEvent.ORDER);
  private long count;

  LogGroup(String name, World world, LogFaults faults) {
    this.name = name;
    this.created = world.now().toEpochMilli();
    this.world = world;
    this.faults = faults;
  }

  String name() {
    return name;
  }

  long created() {
    return created;
  }

  NavigableMap<String, LogStream> streams() {
    return streams;
  }

  NavigableSet<LogEvent> events() {
    return events;
  }

  /** The stream of a container, which there may be late, or never. */
  LogStream open(String stream) {
    Duration delay = faults.streamDelay();
    LogStream opened = new LogStream(this, stream, now() + delay.toMillis());
    if (!faults.loses(stream)) {
      if (delay.isZero()) {
        streams.putIfAbsent(stream, opened);
      } else {
        world.after(delay, () -> streams.putIfAbsent(stream, opened));
      }
    }
    return opened;
  }

  void append(LogStream stream, String text) {
    if (!faults.loses(stream.name())) {
      put(stream, now(), text, now() + faults.delay().toMillis());
    }
  }

  /** What came in at this moment, and is seen from another one on. */
  void put(LogStream stream, long timestamp, String text, long seenFrom) {
    LogEvent event =
        new LogEvent(
            timestamp, now(), count++, stream.name(), text, Math.max(seenFrom, stream.created()));
    events.add(event);
    stream.events().add(event);
  }

  boolean isSeen(LogEvent event) {
    return event.seenFrom() <= now();
  }

  private long now() {
    return world.now().toEpochMilli();
  }
}
