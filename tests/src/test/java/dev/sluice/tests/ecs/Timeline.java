package dev.sluice.tests.ecs;

import java.time.Duration;
import java.time.Instant;

/** The time of a server, and what happens in it. */
public interface Timeline {
  Instant now();

  /** Does something when so much time has gone by, in the order of the times. */
  void after(Duration delay, Runnable event);
}
