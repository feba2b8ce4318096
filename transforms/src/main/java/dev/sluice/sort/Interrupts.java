package dev.sluice.sort;

/** Lets long loops end when the run is cancelled. */
final class Interrupts {
  private Interrupts() {}

  /** Throws if this thread was interrupted. */
  static void check() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted while sorting");
    }
  }
}
