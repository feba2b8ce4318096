package dev.sluice.convert;

import java.io.IOException;

/** XML that is well-formed and yet not a record; the message is the cause of a sentence. */
final class BadRecordException extends IOException {
  private static final long serialVersionUID = 1;

  BadRecordException(String message) {
    super(message);
  }

  /**
   * @param mostBytes what it should not pass
   */
  static BadRecordException tooLarge(long mostBytes) {
    return new BadRecordException(
        "the record is too large (more than %d bytes%s)"
            .formatted(
                mostBytes,
                mostBytes < JsonRecord.MOST_BYTES
                    ? ", an eighth of the heap; -Xmx gives more"
                    : ""));
  }
}
