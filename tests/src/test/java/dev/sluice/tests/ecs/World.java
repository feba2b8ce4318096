package dev.sluice.tests.ecs;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thing happens after the other: requests, what time brings, what processes say. */
final class World {
  private static final Logger LOG = LoggerFactory.getLogger(World.class);

  private final Timeline time;
  private boolean ended;

  World(Timeline time) {
    this.time = time;
  }

  Instant now() {
    return time.now();
  }

  /** Later, unless all has ended by then. */
  void after(Duration delay, Runnable event) {
    time.after(
        delay,
        () -> {
          try {
            happens(event);
          } catch (RuntimeException e) {
            LOG.error("What was due failed", e);
          }
        });
  }

  /** Now, from any thread. */
  synchronized void happens(Runnable event) {
    if (!ended) {
      event.run();
    }
  }

  synchronized void end() {
    ended = true;
  }
}
