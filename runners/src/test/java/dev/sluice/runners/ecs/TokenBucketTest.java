package dev.sluice.runners.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void letsSeventyPercentOfTheBurstThroughAndThenOfTheRate() {
    long now = Long.MAX_VALUE - SECOND; // A monotonic clock may run over.
    TokenBucket bucket = TokenBucket.shareOf(100, 20, now);
    assertThat(taken(bucket, now)).isEqualTo(70);
    assertThat(bucket.take(now)).isBetween(SECOND / 14 - 1, SECOND / 14 + 1);
    assertThat(taken(bucket, now + 3 * SECOND)).isEqualTo(42);
    assertThat(taken(bucket, now + 1000 * SECOND)).isEqualTo(70);
  }

  @Test
  void hasATokenAfterTheWaitThatItTells() {
    TokenBucket bucket = TokenBucket.shareOf(1, 10, 0);
    TokenBucket full = TokenBucket.shareOf(2, 10, 0);
    assertThat(bucket.take(5 * SECOND)).as("a bucket of less than one token").isPositive();
    assertThat(full.take(0)).isZero();
    long wait = full.take(0);
    assertThat(full.take(wait - 2)).isPositive();
    assertThat(full.take(wait + 2)).isZero();
  }

  private static int taken(TokenBucket bucket, long now) {
    int taken = 0;
    while (bucket.take(now) == 0) {
      taken++;
    }
    return taken;
  }
}
