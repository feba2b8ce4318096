package dev.sluice.step;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * One permit for each core of this process: what keeps a core busy takes one, so that a runner may
 * have as many threads as there are mirrors to wait for.
 */
public final class Cores {
  /** How many permits there are. */
  public static final int COUNT = Runtime.getRuntime().availableProcessors();

  private static final Semaphore PERMITS = new Semaphore(COUNT, true);

  private Cores() {}

  /** Waits for a core and takes it until the permit is closed. */
  public static Permit take() throws InterruptedException {
    PERMITS.acquire();
    return PERMITS::release;
  }

  /**
   * Takes cores that are free now, until the permit is closed.
   *
   * @param most how many at most
   */
  public static Spare takeSpare(int most) {
    int taken = 0;
    while (taken < most && PERMITS.tryAcquire()) {
      taken++;
    }
    return new Spare(taken);
  }

  /** Takes a core, until the permit is closed, if one is free now and nobody waits for one. */
  public static Optional<Permit> takeUnwanted() {
    return !PERMITS.hasQueuedThreads() && PERMITS.tryAcquire()
        ? Optional.of(PERMITS::release)
        : Optional.empty();
  }

  /**
   * Cores taken beside a step's own.
   *
   * @param count how many, perhaps none
   */
  public record Spare(int count) implements AutoCloseable {
    @Override
    public void close() {
      PERMITS.release(count);
    }
  }

  /** A core taken. */
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }
}
