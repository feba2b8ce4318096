package dev.sluice.convert.reference;

import java.io.IOException;

/** Bytes that are no characters; the message is the cause of a sentence. */
final class MalformedTextException extends IOException {
  private static final long serialVersionUID = 1;

  private final long byteOffset;

  MalformedTextException(String message, long byteOffset) {
    super(message);
    this.byteOffset = byteOffset;
  }

  /** Where the first of them stands in the document. */
  long byteOffset() {
    return byteOffset;
  }
}
