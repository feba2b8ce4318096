package dev.sluice.convert.decompress;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An input that is not a dump, or not all of one. The message is a sentence with the input's URI,
 * the byte offset in the decompressed document, the line, and the page and revision as far as they
 * are known. Trying again does not help.
 */
public final class ConversionException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message a sentence that begins with {@code Cannot convert}
   * @param cause what it was told by, if an exception
   */
  public ConversionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
