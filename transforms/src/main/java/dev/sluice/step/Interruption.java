package dev.sluice.step;

import java.io.InterruptedIOException;

/** An interrupt where only an {@link java.io.IOException} can be thrown. */
public final class Interruption {
  private Interruption() {}

  /** What to throw in its place; the thread is marked as interrupted again. */
  public static InterruptedIOException of(InterruptedException cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException interrupted = new InterruptedIOException("interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }
}
