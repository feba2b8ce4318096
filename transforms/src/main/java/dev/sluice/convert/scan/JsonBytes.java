package dev.sluice.convert.scan;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.bytes.Words;
import dev.sluice.convert.records.JsonText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * JSON being put together as bytes. After room has been asked for, there is room for {@link #SLACK}
 * bytes more: constants, numbers and single characters do not ask, and whole words can be written.
 */
final class JsonBytes {
  static final int SLACK = 1024;

  static final Constant NULL = Constant.of("null");

  private static final Constant TRUE = Constant.of("true");
  private static final Constant FALSE = Constant.of("false");

  /** What a buffer that grew for one large record shrinks back from. */
  private static final int KEPT_BYTES = 4 << 20;

  private static final int FIRST_BYTES = 16 * 1024;

  byte[] bytes = new byte[FIRST_BYTES];
  int length;

  /**
   * Text that is written often.
   *
   * @param padded its bytes, to whole words
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Constant(byte[] padded, int length) {
    static Constant of(String text) {
      byte[] bytes = text.getBytes(UTF_8);
      return new Constant(
          Arrays.copyOf(bytes, Math.max(32, (bytes.length + 7) / 8 * 8)), bytes.length);
    }
  }

  void clear() {
    length = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[FIRST_BYTES];
    }
  }

  void reserve(int more) throws Stop {
    if (bytes.length - length < more + SLACK) {
      grow(more);
    }
  }

  private void grow(int more) throws Stop {
    long needed = (long) length + more + SLACK;
    if (needed > JsonText.MOST_BYTES) {
      throw Stop.DOUBT;
    }
    bytes =
        Arrays.copyOf(
            bytes, (int) Math.min(JsonText.MOST_BYTES, Math.max(needed, bytes.length * 2L)));
  }

  /** Writes a constant without asking for room. */
  void put(Constant constant) {
    byte[] from = constant.padded;
    byte[] to = bytes;
    int at = length;
    Words.put(to, at, Words.at(from, 0));
    Words.put(to, at + 8, Words.at(from, 8));
    Words.put(to, at + 16, Words.at(from, 16));
    Words.put(to, at + 24, Words.at(from, 24));
    for (int i = 32; i < constant.length; i += 8) {
      Words.put(to, at + i, Words.at(from, i));
    }
    length = at + constant.length;
  }

  /** Writes up to 24 bytes without asking for room; what follows them is read too. */
  void putShort(byte[] from, int offset, int count) {
    byte[] to = bytes;
    int at = length;
    Words.put(to, at, Words.at(from, offset));
    Words.put(to, at + 8, Words.at(from, offset + 8));
    Words.put(to, at + 16, Words.at(from, offset + 16));
    length = at + count;
  }

  void put(byte[] from, int offset, int count) throws Stop {
    reserve(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  /** Writes a character without asking for room. */
  void put(char ascii) {
    bytes[length++] = (byte) ascii;
  }

  static Constant flag(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** The JSON string of characters that XML 1.0 allows, or null. */
  static Constant string(@Nullable String value) {
    if (value == null) {
      return NULL;
    }
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\t' -> json.append("\\t");
        case '\r' -> json.append("\\r");
        default -> json.append(c);
      }
    }
    return Constant.of(json.append('"').toString());
  }

  /** What a JSON string without its quotes, written from an offset on, stands for. */
  String unescaped(int from) {
    StringBuilder text = new StringBuilder();
    String json = new String(bytes, from, length - from, UTF_8);
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      text.append(c == '\\' ? unescaped((byte) json.charAt(++i)) : c);
    }
    return text.toString();
  }

  /** What a letter stands for after a backslash; XML 1.0 has no characters that need others. */
  static char unescaped(byte letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> (char) letter;
    };
  }
}
