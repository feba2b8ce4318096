package dev.sluice.runners;

import dev.sluice.runners.ecs.EndCause;
import java.util.OptionalInt;

/**
 * How a worker ended. What came of its task is in storage, and not told by this.
 *
 * @param cause why, as far as is known
 * @param code its exit code; absent if it could not start
 * @param account where to read more, and the last that it said
 */
record TaskExit(EndCause cause, OptionalInt code, String account) {
  /** Of a worker of which no more is known. */
  TaskExit(OptionalInt code, String account) {
    this(EndCause.LOST, code, account);
  }

  @Override
  public String toString() {
    return (code.isPresent() ? "exit code " + code.getAsInt() : "not started") + "; " + account;
  }
}
