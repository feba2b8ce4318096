package dev.sluice.convert;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Bytes that are not what their format demands; the message is the cause of a sentence. */
final class CorruptInputException extends IOException {
  private static final long serialVersionUID = 1;

  CorruptInputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
