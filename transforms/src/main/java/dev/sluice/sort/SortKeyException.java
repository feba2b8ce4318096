package dev.sluice.sort;

import java.io.IOException;

/**
 * A record that has no place in the sort order, or is too long for a run. The caller knows its file
 * and line; this not.
 */
public final class SortKeyException extends IOException {
  private static final long serialVersionUID = 1;

  private final String reason;

  SortKeyException(String reason) {
    super("Cannot take the sort key of a record: " + reason);
    this.reason = reason;
  }

  /** The cause alone, to follow the colon of a sentence that names file and line. */
  public String reason() {
    return reason;
  }
}
