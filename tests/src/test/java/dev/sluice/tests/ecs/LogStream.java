package dev.sluice.tests.ecs;

import java.util.NavigableSet;
import java.util.TreeSet;

/** A log stream of a group: its events, in the order of their times. */
final class LogStream {
  private final LogGroup group;
  private final String name;
  private final long created;
  private final NavigableSet<LogEvent> events = new TreeSet<>(LogEvent.ORDER);

  /**
   * A new one.
   *
   * @param created in ms; reads see nothing of it before
   */
  LogStream(LogGroup group, String name, long created) {
    this.group = group;
    this.name = name;
    this.created = created;
  }

  String name() {
    return name;
  }

  long created() {
    return created;
  }

  NavigableSet<LogEvent> events() {
    return events;
  }

  /** Takes a line of a container, now; there are no events without text. */
  void append(String text) {
    if (!text.isEmpty()) {
      group.append(this, text);
    }
  }
}
