package dev.sluice.fetch.slots;

import java.io.Serializable;
import java.time.Duration;

/**
 * When leases of slots are renewed and lapse.
 *
 * @param renewal a holder writes its lease anew this long after it last did
 * @param lapse a lease that was not written for so long, as the one who wants it watched it, may be
 *     taken over. After half of it the holder stops by itself.
 * @param look who waits looks again after this to twice this long; all who wait in one process
 *     together look at a mirror's leases no more often than this
 */
public record LeaseTimes(Duration renewal, Duration lapse, Duration look) implements Serializable {
  public LeaseTimes {
    if (renewal.isNegative() || renewal.isZero() || look.isNegative() || look.isZero()) {
      throw new IllegalArgumentException(
          "renewal %s, look %s (expected more than nothing)".formatted(renewal, look));
    }
    if (lapse.dividedBy(2).compareTo(renewal) <= 0) {
      throw new IllegalArgumentException(
          "lapse: %s (expected more than twice the renewal, %s)".formatted(lapse, renewal));
    }
  }

  /** Renewed every 15 s, lapsing after 60 s, looked for every 1 to 2 s. */
  public static LeaseTimes standard() {
    return new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofSeconds(1));
  }

  /** After how long without a renewal the holder has to stop. */
  Duration fence() {
    return lapse.dividedBy(2);
  }
}
