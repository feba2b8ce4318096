package dev.sluice.pipeline;

/** What the process's exit code says. */
final class ExitCode {
  /** Everything was done. */
  static final int DONE = 0;

  /** Data or a transfer failed; what is complete was published, and the failures were named. */
  static final int FAILED = 1;

  /** Wrong usage or configuration, found before any work started. */
  static final int USAGE = 2;

  private ExitCode() {}
}
