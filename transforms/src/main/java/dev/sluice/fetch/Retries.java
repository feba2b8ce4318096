package dev.sluice.fetch;

import dev.sluice.fetch.slots.Sleeper;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a transfer is tried again, and after what pause.
 *
 * @param attempts how many attempts a mirror gets that bring a file no further, from 1
 * @param busyAttempts how many attempts a mirror gets at which it says that it is busy, from 1
 * @param first the pause after the first attempt; it doubles with each
 * @param longest no pause is longer
 * @param sleeper how a pause is spent
 */
record Retries(int attempts, int busyAttempts, Duration first, Duration longest, Sleeper sleeper)
    implements Serializable {
  private static final int MOST_DOUBLINGS = 20;

  Retries {
    if (attempts < 1 || busyAttempts < 1) {
      throw new IllegalArgumentException(
          "attempts %d, busyAttempts %d (expected 1 or more)".formatted(attempts, busyAttempts));
    }
  }

  static Retries standard() {
    return new Retries(4, 20, Duration.ofSeconds(1), Duration.ofSeconds(30), Sleeper.ofThreads());
  }

  /** The pause that is due after the nth failure. */
  Duration due(int failures) {
    int doublings = Math.max(0, Math.min(failures - 1, MOST_DOUBLINGS));
    return Duration.ofMillis(Math.min(longest.toMillis(), first.toMillis() << doublings));
  }

  /** Waits after the nth failure, for between half the pause that is due and all of it. */
  void pause(int failures) throws InterruptedException {
    pause(failures, Duration.ZERO);
  }

  /** The same, after a wait that was asked for. */
  void pause(int failures, Duration atLeast) throws InterruptedException {
    long due = due(failures).toMillis();
    // So that those who failed together do not come back together.
    long pause = due - ThreadLocalRandom.current().nextLong(due / 2 + 1);
    sleeper.sleep(atLeast.plusMillis(pause));
  }
}
