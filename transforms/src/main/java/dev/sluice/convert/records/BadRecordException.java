package dev.sluice.convert.records;

import java.io.IOException;

/** XML that is well-formed and yet not a record; the message is the cause of a sentence. */
public final class BadRecordException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong, what was found and what was expected
   */
  public BadRecordException(String message) {
    super(message);
  }
}
