package dev.sluice.runners.ecs;

import java.util.concurrent.TimeUnit;

/**
 * How often one class of calls may be made: so many at once, and so many a second after that. Kept
 * at 70 % of what the account has (ECS Developer Guide, "Request throttling"), since others use it
 * too. Not for use by two threads at once.
 */
final class TokenBucket {
  private static final double SHARE = 0.7;

  private final double burst;
  private final double nanosPerToken;
  private double tokens;
  private long filled;

  private TokenBucket(double burst, double perSecond, long now) {
    this.burst = burst;
    this.nanosPerToken = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.tokens = burst;
    this.filled = now;
  }

  /**
   * Our share of a quota.
   *
   * @param now by a monotonic clock, in nanoseconds
   */
  static TokenBucket shareOf(int burst, int perSecond, long now) {
    return new TokenBucket(SHARE * burst, SHARE * perSecond, now);
  }

  /** Takes a token if there is one; else how many nanoseconds there will be none, at least 1. */
  long take(long now) {
    tokens = Math.min(burst, tokens + Math.max(0, now - filled) / nanosPerToken);
    filled = now - filled > 0 ? now : filled; // The clock may run over.
    if (tokens >= 1) {
      tokens--;
      return 0;
    }
    return Math.max(1, (long) Math.ceil((1 - tokens) * nanosPerToken));
  }
}
