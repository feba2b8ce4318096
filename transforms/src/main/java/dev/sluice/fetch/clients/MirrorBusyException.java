package dev.sluice.fetch.clients;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The mirror has as many connections as it wants: go away and come back later. */
public final class MirrorBusyException extends IOException {
  private static final long serialVersionUID = 1;

  private final @Nullable Duration retryAfter;

  MirrorBusyException(String message) {
    this(message, null);
  }

  /**
   * @param retryAfter when to come back, as the mirror said; null if it did not
   */
  MirrorBusyException(String message, @Nullable Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  /** When to come back, if the mirror said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
