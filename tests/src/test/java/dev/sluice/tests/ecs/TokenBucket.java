package dev.sluice.tests.ecs;

import java.time.Duration;
import java.time.Instant;

/**
 * Amazon ECS API Reference, "Request throttling": a bucket that holds a burst of tokens and is
 * filled with so many a second; each request takes one, or is refused.
 */
final class TokenBucket {
  private static final double NANOS = Duration.ofSeconds(1).toNanos();

  private final Rate rate;
  private double tokens;
  private Instant filled = Instant.MIN;

  TokenBucket(Rate rate) {
    this.rate = rate;
    this.tokens = rate.burst();
  }

  /** Takes that many, or none if there are not as many. */
  boolean take(int number, Instant now) {
    if (filled.isBefore(now)) {
      double added =
          filled.equals(Instant.MIN)
              ? 0
              : Duration.between(filled, now).toNanos() / NANOS * rate.perSecond();
      tokens = Math.min(rate.burst(), tokens + added);
      filled = now;
    }
    if (tokens < number) {
      return false;
    }
    tokens -= number;
    return true;
  }

  /**
   * @param burst how many at once
   * @param perSecond how many a second for long
   */
  record Rate(double burst, double perSecond) {}
}
