package dev.sluice.sort;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * One field's value as bytes whose unsigned order is that of {@link SortOrder}: a first byte for
 * the kind of value; a string follows in UTF-8, 0x00 written as 0x00 0xFF, and ends in 0x00 0x00.
 * No code is a prefix of another, so that fields can be joined and, for descending, inverted.
 */
final class FieldKeys {
  private static final int MISSING_FIRST = 0x00;
  private static final int NULL = 0x01;
  private static final int FALSE = 0x02;
  private static final int TRUE = 0x03;
  private static final int STRING = 0x24;
  private static final int MISSING_LAST = 0x25;
  private static final int ESCAPED_NUL = 0xff;

  /** A string of more characters is cut when it is shown. */
  private static final int SHOWN_CHARACTERS = 1000;

  private FieldKeys() {}

  /**
   * Adds that there is no such field.
   *
   * @param first whether that comes before all values, else after them
   */
  static void addMissing(boolean first, KeyBytes key) {
    key.add(first ? MISSING_FIRST : MISSING_LAST);
  }

  static void addNull(KeyBytes key) {
    key.add(NULL);
  }

  static void addBoolean(boolean value, KeyBytes key) {
    key.add(value ? TRUE : FALSE);
  }

  static void addString(char[] text, int offset, int length, KeyBytes key) {
    key.add(STRING);
    int end = offset + length;
    for (int i = offset; i < end; i++) {
      char c = text[i];
      if (c == 0) {
        key.add(0);
        key.add(ESCAPED_NUL);
      } else if (c < 0x80) {
        key.add(c);
      } else if (c < 0x800) {
        key.add(0xc0 | c >> 6);
        key.add(0x80 | (c & 0x3f));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text[i + 1])) {
        int codePoint = Character.toCodePoint(c, text[++i]);
        key.add(0xf0 | codePoint >> 18);
        key.add(0x80 | (codePoint >> 12 & 0x3f));
        key.add(0x80 | (codePoint >> 6 & 0x3f));
        key.add(0x80 | (codePoint & 0x3f));
      } else {
        // Half a surrogate pair, which JSON can escape, has its own place by this code too.
        key.add(0xe0 | c >> 12);
        key.add(0x80 | (c >> 6 & 0x3f));
        key.add(0x80 | (c & 0x3f));
      }
    }
    key.add(0);
    key.add(0);
  }

  /**
   * Adds a JSON string's characters, in UTF-8.
   *
   * @param json has no NUL among them, and nothing escaped by number
   */
  static void addString(byte[] json, int offset, int length, KeyBytes key) {
    key.add(STRING);
    int end = offset + length;
    int from = offset;
    for (int i = offset; i < end; i++) {
      if (json[i] == '\\') {
        key.add(json, from, i - from);
        i++;
        key.add(
            switch (json[i]) {
              case 'b' -> '\b';
              case 'f' -> '\f';
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              default -> json[i];
            });
        from = i + 1;
      }
    }
    key.add(json, from, end - from);
    key.add(0);
    key.add(0);
  }

  /** Reads one field back, for people: a long string is cut and ends in an ellipsis. */
  static @Nullable Object value(KeyReader key) {
    int kind = key.peek();
    if (kind >= NumberKeys.FIRST && kind <= NumberKeys.LAST) {
      return NumberKeys.value(key);
    }
    return switch (key.next()) {
      case NULL, MISSING_FIRST, MISSING_LAST -> null;
      case FALSE -> false;
      case TRUE -> true;
      case STRING -> string(key);
      default ->
          throw new IllegalArgumentException(
              "Cannot read a sort key: its field's kind is not known (%d)".formatted(kind));
    };
  }

  private static String string(KeyReader key) {
    KeyBytes text = new KeyBytes();
    while (true) {
      int next = key.next();
      if (next == 0 && key.next() == 0) {
        break;
      }
      if (text.length() <= 4 * SHOWN_CHARACTERS) {
        text.add(next);
      }
    }
    String whole = new String(text.array(), 0, text.length(), UTF_8);
    if (whole.codePointCount(0, whole.length()) <= SHOWN_CHARACTERS) {
      return whole;
    }
    return whole.substring(0, whole.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
  }
}
