package dev.sluice.convert.reference;

import dev.sluice.convert.records.BadRecordException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Integers as XML writes them. */
public final class IntegerText {
  private static final int SHOWN_CHARS = 80;

  private IntegerText() {}

  /**
   * An integer, perhaps between spaces; null if there is nothing else.
   *
   * @param path tells where it is, for an error
   * @throws BadRecordException if it is no integer of 64 bits
   */
  public static @Nullable Long parse(String text, Supplier<String> path) throws BadRecordException {
    int start = 0;
    int end = text.length();
    while (start < end && XmlCursor.isSpace(text.charAt(start))) {
      start++;
    }
    while (start < end && XmlCursor.isSpace(text.charAt(end - 1))) {
      end--;
    }
    if (start == end) {
      return null;
    }
    try {
      // Long.parseLong takes the digits of every script.
      if (text.chars().allMatch(c -> c < 128)) {
        return Long.parseLong(text, start, end, 10);
      }
    } catch (NumberFormatException e) {
      // Told below, with the value.
    }
    throw new BadRecordException(
        "%s is not an integer of 64 bits (\"%s\"; expected digits)"
            .formatted(
                path.get(),
                text.length() > SHOWN_CHARS ? text.substring(0, SHOWN_CHARS) + "…" : text));
  }
}
