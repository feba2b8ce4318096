package dev.sluice.storage;

import java.io.Serializable;
import java.time.Duration;

/**
 * For how long what may come right is waited for.
 *
 * @param attempts how often a request is tried in all
 * @param renewal after how long a held lock is written anew; up to a third of the lapse
 * @param lapse a lock that was not written for so long may be taken over
 */
record S3Patience(int attempts, Duration renewal, Duration lapse) implements Serializable {
  /** A request that is throttled is tried for about half a minute. */
  static final S3Patience STANDARD =
      new S3Patience(8, Duration.ofSeconds(5), Duration.ofSeconds(20));
}
