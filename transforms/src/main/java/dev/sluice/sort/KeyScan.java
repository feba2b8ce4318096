package dev.sluice.sort;

import dev.sluice.bytes.Words;

/**
 * Finds the values of a sort order's fields in a JSON object without a parser, where the object is
 * written as most are: ASCII in the names and in the values that are wanted, nothing of those
 * escaped by number. Its structure is checked to the end (RFC 8259); what lies within strings that
 * are not wanted is passed over. Of anything else it says that it does not know.
 */
final class KeyScan {
  /** Instead of a position: what is there is for a parser. */
  static final int UNSURE = -1;

  /** Those of one letter. */
  private static final String ESCAPES = "\"\\/bfnrt";

  private static final int DEEPEST = 64;
  private static final long QUOTES = Words.each('"');
  private static final long BACKSLASHES = Words.each('\\');
  private static final long SPACES = Words.each(' ');

  private final FieldNames root;
  private final KeyBytes[] fields;
  private byte[] bytes = new byte[0];
  private int end;
  private int depth;
  private boolean escaped;

  /**
   * A scan for fields.
   *
   * @param fields take the values' keys; those that were found before are replaced
   */
  KeyScan(FieldNames root, KeyBytes[] fields) {
    this.root = root;
    this.fields = fields;
  }

  /**
   * Scans an object that begins at a position.
   *
   * @param to where it ends at the latest
   * @return where it and space after it end; {@link #UNSURE} if that is not known, and then what is
   *     in the fields has no meaning
   */
  int scan(byte[] array, int from, int to) throws SortKeyException {
    bytes = array;
    end = to;
    depth = 0;
    int after = at(from) == '{' ? object(from + 1, root) : UNSURE;
    return after < 0 ? UNSURE : space(after);
  }

  /** The byte at a position; a line feed, which is nowhere in an object, past the end. */
  private byte at(int position) {
    return position < end ? bytes[position] : (byte) '\n';
  }

  private int object(int from, FieldNames names) throws SortKeyException {
    int i = space(from);
    if (at(i) == '}') {
      return i + 1;
    }
    if (++depth > DEEPEST) {
      return UNSURE;
    }
    while (true) {
      if (at(i) != '"') {
        return UNSURE;
      }
      int quote = string(i + 1);
      if (quote < 0 || escaped) {
        return UNSURE;
      }
      int colon = space(quote + 1);
      if (at(colon) != ':') {
        return UNSURE;
      }
      i = value(space(colon + 1), names.find(bytes, i + 1, quote));
      if (i < 0) {
        return UNSURE;
      }
      i = space(i);
      byte next = at(i);
      if (next != ',') {
        depth--;
        return next == '}' ? i + 1 : UNSURE;
      }
      i = space(i + 1);
    }
  }

  private int array(int from) throws SortKeyException {
    int i = space(from);
    if (at(i) == ']') {
      return i + 1;
    }
    if (++depth > DEEPEST) {
      return UNSURE;
    }
    while (true) {
      i = value(i, FieldNames.NONE);
      if (i < 0) {
        return UNSURE;
      }
      i = space(i);
      byte next = at(i);
      if (next != ',') {
        depth--;
        return next == ']' ? i + 1 : UNSURE;
      }
      i = space(i + 1);
    }
  }

  private int value(int from, FieldNames names) throws SortKeyException {
    int field = names.field();
    if (names.leadOn()) {
      names.clear(fields); // Of a name given twice.
    }
    return switch (at(from)) {
      case '"' -> text(from + 1, field);
      case '{' -> field >= 0 ? UNSURE : object(from + 1, names);
      case '[' -> field >= 0 ? UNSURE : array(from + 1);
      case 'n' -> literal(from, "null", field);
      case 't' -> literal(from, "true", field);
      case 'f' -> literal(from, "false", field);
      default -> number(from, field);
    };
  }

  private int text(int from, int field) {
    int quote = string(from);
    if (quote < 0) {
      return UNSURE;
    }
    return field >= 0 ? wantedString(from, quote, field) : quote + 1;
  }

  private int wantedString(int from, int to, int field) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0 || (bytes[i] == '\\' && ESCAPES.indexOf(bytes[++i]) < 0)) {
        return UNSURE;
      }
    }
    fields[field].clear();
    FieldKeys.addString(bytes, from, to - from, fields[field]);
    return to + 1;
  }

  /** Where a literal ends; what follows is for the caller to see. */
  private int literal(int from, String word, int field) {
    int to = from + word.length();
    if (to > end) {
      return UNSURE;
    }
    for (int i = 1; i < word.length(); i++) {
      if (bytes[from + i] != word.charAt(i)) {
        return UNSURE;
      }
    }
    if (field >= 0) {
      KeyBytes key = fields[field];
      key.clear();
      if (bytes[from] == 'n') {
        FieldKeys.addNull(key);
      } else {
        FieldKeys.addBoolean(bytes[from] == 't', key);
      }
    }
    return to;
  }

  /** Where a number ends; what follows is for the caller to see. */
  private int number(int from, int field) throws SortKeyException {
    int start = at(from) == '-' ? from + 1 : from;
    int to = digits(start);
    if (to == start || (bytes[start] == '0' && to > start + 1)) {
      return UNSURE;
    }
    if (at(to) == '.') {
      start = to + 1;
      to = digits(start);
      if (to == start) {
        return UNSURE;
      }
    }
    if (at(to) == 'e' || at(to) == 'E') {
      start = at(to + 1) == '+' || at(to + 1) == '-' ? to + 2 : to + 1;
      to = digits(start);
      if (to == start) {
        return UNSURE;
      }
    }
    if (field >= 0) {
      fields[field].clear();
      NumberKeys.add(bytes, from, to - from, fields[field]);
    }
    return to;
  }

  /** Where digits that begin at a position end. */
  private int digits(int from) {
    int i = from;
    byte next = at(i);
    while (next >= '0' && next <= '9') {
      next = at(++i);
    }
    return i;
  }

  private int space(int from) {
    int i = from;
    byte next = at(i);
    while (next <= ' ' && (next == ' ' || next == '\t' || next == '\r')) {
      next = at(++i);
    }
    return i;
  }

  /** Where the quote that ends a string is; tells in {@link #escaped} what was on the way. */
  private int string(int from) {
    escaped = false;
    int i = from;
    while (true) {
      i = stop(i);
      byte found = at(i);
      if (found == '"') {
        return i;
      }
      if (found != '\\' || at(i + 1) < ' ') {
        return UNSURE;
      }
      escaped = true;
      i += 2;
    }
  }

  /** Where the next quote, backslash or control character is, or something after the end. */
  private int stop(int from) {
    int i = from;
    int lastWord = bytes.length - Long.BYTES;
    for (; i <= lastWord; i += Long.BYTES) {
      long word = Words.at(bytes, i);
      long quotes = word ^ QUOTES;
      long backslashes = word ^ BACKSLASHES;
      long mask =
          (((quotes - Words.ONES) & ~quotes)
                  | ((backslashes - Words.ONES) & ~backslashes)
                  | ((word - SPACES) & ~word))
              & Words.TOPS;
      if (mask != 0) {
        return i + Words.first(mask);
      }
      if (i >= end) {
        return end;
      }
    }
    while (i < end && bytes[i] != '"' && bytes[i] != '\\' && (bytes[i] < 0 || bytes[i] >= ' ')) {
      i++;
    }
    return i;
  }
}
