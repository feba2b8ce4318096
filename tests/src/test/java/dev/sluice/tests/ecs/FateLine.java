package dev.sluice.tests.ecs;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Fate} of the one thing that is not as it should be. */
final class FateLine {
  private @Nullable String stuckIn;
  private @Nullable String pullError;
  private @Nullable String startFailure;
  private @Nullable Duration outOfMemoryAfter;
  private boolean exitCodeLost;
  private @Nullable Duration unseen;
  private @Nullable Duration interruptedAfter;

  FateLine stuckIn(String status) {
    stuckIn = status;
    return this;
  }

  FateLine pullError(String cause) {
    pullError = cause;
    return this;
  }

  FateLine startFailure(String reason) {
    startFailure = reason;
    return this;
  }

  FateLine outOfMemoryAfter(Duration delay) {
    outOfMemoryAfter = delay;
    return this;
  }

  FateLine exitCodeLost() {
    exitCodeLost = true;
    return this;
  }

  FateLine unseen(Duration duration) {
    unseen = duration;
    return this;
  }

  FateLine interruptedAfter(Duration delay) {
    interruptedAfter = delay;
    return this;
  }

  Fate fate() {
    return new Fate(
        Optional.ofNullable(stuckIn),
        Optional.ofNullable(pullError),
        Optional.ofNullable(startFailure),
        Optional.ofNullable(outOfMemoryAfter),
        exitCodeLost,
        Optional.ofNullable(unseen),
        Optional.ofNullable(interruptedAfter));
  }
}
