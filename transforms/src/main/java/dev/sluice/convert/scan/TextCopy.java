package dev.sluice.convert.scan;

import dev.sluice.bytes.Words;

/**
 * Characters of an XML 1.0 document in UTF-8 to a JSON string's: references replaced, line ends
 * normalised, what JSON demands escaped, everything checked. Words without anything special are
 * copied as they are.
 */
final class TextCopy {
  /** How characters are to be read. */
  enum Mode {
    /** Between tags. */
    TEXT,
    /** In a CDATA section, a comment or a processing instruction: there are no references. */
    LITERAL,
    /** In an attribute's value: white space becomes spaces. */
    ATTRIBUTE
  }

  private static final int SHORT_BYTES = 1024;
  private static final long SPACES = Words.each(0x20);
  private static final long BACKSLASHES = Words.each('\\');
  private static final long BIT_1 = Words.each(0x02);
  private static final long BIT_2 = Words.each(0x04);
  private static final long AMPERSANDS = Words.each('&');
  private static final long GREATERS = Words.each('>');

  private final byte[] in;
  private final int start;
  private final int to;
  private final Mode mode;
  private final JsonBytes out;
  private int at;

  private TextCopy(byte[] in, int from, int to, Mode mode, JsonBytes out) {
    this.in = in;
    this.start = from;
    this.at = from;
    this.to = to;
    this.mode = mode;
    this.out = out;
  }

  /**
   * The bytes that have to be looked at: quotation mark, ampersand, less, greater, backslash,
   * controls, and what is not ASCII.
   */
  static long special(long word) {
    // " and & differ in one bit, as do < and >.
    return ((word - SPACES)
            | (((word | BIT_2) ^ AMPERSANDS) - Words.ONES)
            | (((word | BIT_1) ^ GREATERS) - Words.ONES)
            | ((word ^ BACKSLASHES) - Words.ONES)
            | word)
        & Words.TOPS;
  }

  /**
   * Copies.
   *
   * @param in has {@link Words#PADDING} bytes after {@code to}
   * @throws Stop if there is something that is not XML 1.0, or a reference to an entity that XML
   *     itself does not know
   */
  static void copy(byte[] in, int from, int to, Mode mode, JsonBytes out) throws Stop {
    int count = to - from;
    if (count > SHORT_BYTES) {
      new TextCopy(in, from, to, mode, out).copyFrom(from);
      return;
    }
    // What most values are: short, and nothing special in them.
    out.reserve(count);
    byte[] bytes = out.bytes;
    int end = out.length + count;
    int shift = out.length - from;
    for (int i = from; i < to; i += 8) {
      long word = Words.at(in, i);
      Words.put(bytes, i + shift, word);
      long mask = special(word);
      if (mask != 0) {
        int special = i + Words.first(mask);
        if (special < to) {
          out.length = special + shift;
          new TextCopy(in, from, to, mode, out).copyFrom(special);
          return;
        }
        break;
      }
    }
    out.length = end;
  }

  private void copyFrom(int index) throws Stop {
    at = index;
    while (at < to) {
      if (out.bytes.length - out.length < 2 * JsonBytes.SLACK) {
        out.reserve(2 * JsonBytes.SLACK);
      }
      byte[] bytes = out.bytes;
      int last = at + Math.min(to - at, bytes.length - out.length - JsonBytes.SLACK);
      int i = at;
      int shift = out.length - at;
      long mask = 0;
      while (i < last) {
        long word = Words.at(in, i);
        Words.put(bytes, i + shift, word);
        mask = special(word);
        if (mask != 0) {
          i += Words.first(mask);
          break;
        }
        i += 8;
      }
      i = Math.min(i, last);
      out.length = i + shift;
      at = i;
      if (i < last) {
        special();
      }
    }
  }

  /** Copies the byte or bytes at hand; there is room for them. */
  private void special() throws Stop {
    byte b = in[at];
    if (b < 0) {
      wide();
      return;
    }
    switch (b) {
      case '"' -> escape('"');
      case '\\' -> escape('\\');
      case '\n' -> lineEnd();
      case '\t' -> {
        if (mode == Mode.ATTRIBUTE) {
          ascii(' ');
        } else {
          escape('t');
        }
      }
      case '\r' -> {
        if (at + 1 < to && in[at + 1] == '\n') {
          at++;
        }
        lineEnd();
      }
      case '&' -> {
        if (mode == Mode.LITERAL) {
          ascii('&');
        } else {
          reference();
        }
      }
      case '>' -> {
        if (mode == Mode.TEXT && at - 2 >= start && in[at - 1] == ']' && in[at - 2] == ']') {
          throw Stop.DOUBT;
        }
        ascii('>');
      }
      case '<' -> {
        if (mode != Mode.LITERAL) {
          throw Stop.DOUBT;
        }
        ascii('<');
      }
      default -> throw Stop.DOUBT;
    }
  }

  private void lineEnd() {
    if (mode == Mode.ATTRIBUTE) {
      ascii(' ');
    } else {
      escape('n');
    }
  }

  private void escape(char letter) {
    out.bytes[out.length++] = '\\';
    ascii(letter);
  }

  private void ascii(char c) {
    out.bytes[out.length++] = (byte) c;
    at++;
  }

  /** Copies characters past ASCII as far as there is room, which it is for the first. */
  private void wide() throws Stop {
    byte[] bytes = out.bytes;
    int end = Math.min(to, at + bytes.length - out.length - JsonBytes.SLACK / 2);
    int i = at;
    int o = out.length;
    do {
      int b = in[i];
      int next = in[i + 1];
      if (b < (byte) 0xe0) {
        // Two bytes, the first of them from 0xc2.
        if (b < (byte) 0xc2 || next >= (byte) 0xc0) {
          throw Stop.DOUBT;
        }
        bytes[o++] = (byte) b;
        bytes[o++] = (byte) next;
        i += 2;
        continue;
      }
      int third = in[i + 2];
      boolean tail = next < (byte) 0xc0 && third < (byte) 0xc0;
      bytes[o++] = (byte) b;
      bytes[o++] = (byte) next;
      bytes[o++] = (byte) third;
      if (b < (byte) 0xf0) {
        boolean overlong = b == (byte) 0xe0 && next < (byte) 0xa0;
        boolean surrogate = b == (byte) 0xed && next >= (byte) 0xa0;
        boolean none = b == (byte) 0xef && next == (byte) 0xbf && third >= (byte) 0xbe;
        if (!tail || overlong || surrogate || none) {
          throw Stop.DOUBT;
        }
        i += 3;
      } else {
        int fourth = in[i + 3];
        boolean overlong = b == (byte) 0xf0 && next < (byte) 0x90;
        boolean beyond = b > (byte) 0xf4 || (b == (byte) 0xf4 && next >= (byte) 0x90);
        if (!tail || fourth >= (byte) 0xc0 || overlong || beyond) {
          throw Stop.DOUBT;
        }
        bytes[o++] = (byte) fourth;
        i += 4;
      }
    } while (i < end && in[i] < 0);
    if (i > to) {
      throw Stop.DOUBT;
    }
    at = i;
    out.length = o;
  }

  private void reference() throws Stop {
    int end = at + 1;
    while (end < to && in[end] != ';') {
      end++;
    }
    if (end == to) {
      throw Stop.DOUBT;
    }
    int character = in[at + 1] == '#' ? number(at + 2, end) : named(at + 1, end);
    at = end + 1;
    switch (character) {
      case '"', '\\' -> put('\\', character);
      case '\n' -> put('\\', 'n');
      case '\t' -> put('\\', 't');
      case '\r' -> put('\\', 'r');
      default -> utf8(character);
    }
  }

  private int named(int from, int end) throws Stop {
    long name = Words.at(in, from) & (-1L >>> (64 - 8 * Math.min(7, end - from)));
    return switch (end - from) {
      case 2 -> name == word("lt") ? '<' : name == word("gt") ? '>' : none();
      case 3 -> name == word("amp") ? '&' : none();
      case 4 -> name == word("quot") ? '"' : name == word("apos") ? '\'' : none();
      default -> none();
    };
  }

  private static long word(String name) {
    long word = 0;
    for (int i = name.length() - 1; i >= 0; i--) {
      word = (word << 8) | name.charAt(i);
    }
    return word;
  }

  private static int none() throws Stop {
    throw Stop.DOUBT;
  }

  private int number(int from, int end) throws Stop {
    boolean hexadecimal = in[from] == 'x';
    int first = hexadecimal ? from + 1 : from;
    int value = 0;
    for (int i = first; i < end; i++) {
      int digit = in[i] < 0 ? -1 : Character.digit(in[i], hexadecimal ? 16 : 10);
      value = value * (hexadecimal ? 16 : 10) + digit;
      if (digit < 0 || value > Character.MAX_CODE_POINT) {
        throw Stop.DOUBT;
      }
    }
    boolean allowed =
        value >= 0x20
            ? value < 0xd800 || (value > 0xdfff && value != 0xfffe && value != 0xffff)
            : value == '\t' || value == '\n' || value == '\r';
    if (first == end || !allowed) {
      throw Stop.DOUBT;
    }
    return value;
  }

  private void utf8(int c) {
    if (c < 0x80) {
      out.bytes[out.length++] = (byte) c;
    } else if (c < 0x800) {
      put(0xc0 | (c >> 6), 0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
      out.bytes[out.length++] = (byte) (0xe0 | (c >> 12));
      put(0x80 | ((c >> 6) & 0x3f), 0x80 | (c & 0x3f));
    } else {
      put(0xf0 | (c >> 18), 0x80 | ((c >> 12) & 0x3f));
      put(0x80 | ((c >> 6) & 0x3f), 0x80 | (c & 0x3f));
    }
  }

  private void put(int first, int second) {
    out.bytes[out.length++] = (byte) first;
    out.bytes[out.length++] = (byte) second;
  }
}
