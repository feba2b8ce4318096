package dev.sluice.runners;

import java.util.OptionalInt;

/**
 * How a worker ended. What came of its task is in storage, and not told by this.
 *
 * @param code its exit code; absent if it could not start
 * @param account where to read more, and the last that it said
 */
record TaskExit(OptionalInt code, String account) {
  @Override
  public String toString() {
    return (code.isPresent() ? "exit code " + code.getAsInt() : "not started") + "; " + account;
  }
}
