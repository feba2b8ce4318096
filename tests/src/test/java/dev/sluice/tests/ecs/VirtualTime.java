package dev.sluice.tests.ecs;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Time that goes by only when it is told to. What is due is done by whoever moves the time on, at
 * the moment it is due for, and those of one moment in the order they were asked for.
 */
public final class VirtualTime implements Timeline {
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
  private Instant now;
  private long asked;

  private VirtualTime(Instant start) {
    this.now = start;
  }

  public static VirtualTime startingAt(Instant start) {
    return new VirtualTime(start);
  }

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized void after(Duration delay, Runnable event) {
    events.add(new Event(now.plus(delay), asked++, event));
  }

  /** Lets time go by, with all that happens in it. */
  public void advance(Duration duration) {
    Instant end = now().plus(duration);
    for (Runnable due = next(end); due != null; due = next(end)) {
      due.run();
    }
  }

  private synchronized @Nullable Runnable next(Instant end) {
    Event first = events.peek();
    if (first == null || first.at().isAfter(end)) {
      now = end;
      return null;
    }
    events.remove();
    if (first.at().isAfter(now)) {
      now = first.at();
    }
    return first.run();
  }

  private record Event(Instant at, long number, Runnable run) {}
}
