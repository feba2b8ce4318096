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
  private final LastNames last = new LastNames();
  private byte[] bytes = new byte[0];
  private int end;
  private final FieldNames[] parents = new FieldNames[DEEPEST + 1];
  private final byte[] closings = new byte[DEEPEST + 1];
  private FieldNames names;
  private int depth;
  private int members;
  private boolean escaped;

  /**
   * A scan for fields.
   *
   * @param fields take the values' keys; those that were found before are replaced
   */
  KeyScan(FieldNames root, KeyBytes[] fields) {
    this.root = root;
    this.names = root;
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
    members = 0;
    names = root;
    int after = at(from) == '{' ? values(from) : UNSURE;
    return after < 0 ? UNSURE : space(after);
  }

  /**
   * Scans a value with all that is in it. One loop and no recursion, which a compiler would unroll
   * at length.
   *
   * @return where it ends
   */
  private int values(int from) throws SortKeyException {
    int i = from;
    while (i >= 0) {
      byte first = at(i);
      if (first == '{' || first == '[') {
        i = enter(i, first == '{');
        if (i >= 0 && at(i) != closings[depth]) {
          i = next(i);
          continue;
        }
      } else {
        i = scalar(first, i);
      }
      i = leave(i);
      if (i < 0 || depth == 0) {
        return i;
      }
      i = at(i) == ',' ? next(space(i + 1)) : UNSURE;
    }
    return UNSURE;
  }

  /** Goes into an object or an array. */
  private int enter(int from, boolean object) {
    if (depth == DEEPEST || names.field() >= 0) {
      return UNSURE;
    }
    forget();
    depth++;
    parents[depth] = names;
    closings[depth] = (byte) (object ? '}' : ']');
    return space(from + 1);
  }

  /** Goes out of all objects and arrays that end behind a value. */
  private int leave(int from) {
    int i = from;
    while (i >= 0 && depth > 0) {
      i = space(i);
      if (at(i) != closings[depth]) {
        break;
      }
      depth--;
      i++;
    }
    return i;
  }

  /** Goes to the value of a member or an element that begins at a position. */
  private int next(int from) {
    if (closings[depth] == ']') {
      lead(FieldNames.NONE);
      return from;
    }
    FieldNames parent = parents[depth];
    int member = members++;
    int known = last.match(member, parent, bytes, from, end);
    if (known == 0) {
      return newMember(from, parent, member);
    }
    lead(last.child(member));
    return from + known;
  }

  /** Most names lead nowhere, as the one before did; a store costs more than a look. */
  private void lead(FieldNames to) {
    if (names != to) {
      names = to;
    }
  }

  private int newMember(int from, FieldNames parent, int member) {
    if (at(from) != '"') {
      return UNSURE;
    }
    int quote = string(from + 1);
    if (quote < 0 || escaped) {
      return UNSURE;
    }
    int colon = space(quote + 1);
    if (at(colon) != ':') {
      return UNSURE;
    }
    int value = space(colon + 1);
    names = parent.find(bytes, from + 1, quote);
    last.keep(member, parent, bytes, from, value, names);
    return value;
  }

  /** Forgets what a name that is given twice had before. */
  private void forget() {
    if (names.leadOn()) {
      names.clear(fields);
    }
  }

  private int scalar(byte first, int from) throws SortKeyException {
    forget();
    int field = names.field();
    return switch (first) {
      case '"' -> text(from + 1, field);
      case 'n' -> literal(from, "null", field);
      case 't' -> literal(from, "true", field);
      case 'f' -> literal(from, "false", field);
      default -> number(from, field);
    };
  }

  /** The byte at a position; a line feed, which is nowhere in an object, past the end. */
  private byte at(int position) {
    return position < end ? bytes[position] : (byte) '\n';
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
