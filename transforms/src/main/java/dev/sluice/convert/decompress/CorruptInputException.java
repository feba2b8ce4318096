package dev.sluice.convert.decompress;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Bytes that are not what their format demands; the message is the cause of a sentence. */
public final class CorruptInputException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong
   * @param cause how it showed, if by an exception
   */
  public CorruptInputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
