package dev.sluice.convert;

import java.io.IOException;

/** XML that is well-formed and yet not a record; the message is the cause of a sentence. */
final class BadRecordException extends IOException {
  private static final long serialVersionUID = 1;

  BadRecordException(String message) {
    super(message);
  }
}
