package dev.sluice.convert.scan;

import dev.sluice.bytes.Words;
import dev.sluice.convert.scan.TextCopy.Mode;
import java.util.Arrays;

/** The attributes of the start tag last read; see {@link Markup}. */
final class Attributes {
  private static final int MOST = 64;

  private final Markup markup;
  private final int[] names = new int[MOST];

  /** The first eight bytes of each name. */
  private final long[] words = new long[MOST];

  private final int[] nameLengths = new int[MOST];
  private final Field[] values = new Field[MOST];
  private int count;

  Attributes(Markup markup) {
    this.markup = markup;
    Arrays.setAll(values, i -> Field.text());
  }

  void clear() {
    count = 0;
  }

  boolean none() {
    return count == 0;
  }

  /**
   * The value of an attribute; false, and the field null, if there is none of that name.
   *
   * @param name of eight characters at most
   */
  boolean value(Tag name, Field into) {
    for (int i = 0; i < count; i++) {
      if (words[i] == name.word() && nameLengths[i] == name.length()) {
        into.set(values[i]);
        return true;
      }
    }
    into.none();
    return false;
  }

  /** Passes attributes, up to the slash or the bracket that ends the tag. */
  int read(int at) throws Stop {
    count = 0;
    int i = at;
    while (true) {
      int start = markup.space(i);
      byte next = markup.bytes[start];
      if (next == '>' || next == '/') {
        return start;
      }
      if (start == i || count == MOST) {
        throw count == MOST ? Stop.DOUBT : markup.stop(start);
      }
      i = attribute(start);
    }
  }

  private int attribute(int at) throws Stop {
    byte[] bytes = markup.bytes;
    int end = markup.name(at);
    names[count] = at;
    nameLengths[count] = end - at;
    long word = Words.at(bytes, at) & (-1L >>> (64 - 8 * Math.min(8, end - at)));
    words[count] = word;
    for (int k = 0; k < count; k++) {
      if (words[k] == word
          && nameLengths[k] == end - at
          && Arrays.equals(bytes, names[k], names[k] + nameLengths[k], bytes, at, end)) {
        throw Stop.DOUBT;
      }
    }
    int i = markup.space(end);
    if (bytes[i] != '=') {
      throw markup.stop(i);
    }
    i = markup.space(i + 1);
    int plainEnd = bytes[i] == '"' ? plainEnd(i + 1) : -1;
    if (plainEnd > 0) {
      values[count].written(i + 1, plainEnd);
      count++;
      return plainEnd + 1;
    }
    if (bytes[i] != '"' && bytes[i] != '\'') {
      throw markup.stop(i);
    }
    int from = i + 1;
    int to = Words.indexOf(bytes, from, markup.limit, bytes[i]);
    if (to == markup.limit) {
      throw Stop.UNFINISHED;
    }
    value(from, to, values[count]);
    count++;
    return to + 1;
  }

  /** Where a value ends if there is nothing to decode or to escape in it; else -1. */
  private int plainEnd(int from) {
    int i = from;
    while (true) {
      long mask = TextCopy.special(Words.at(markup.bytes, i));
      if (mask != 0) {
        i += Words.first(mask);
        return markup.bytes[i] == '"' ? i : -1;
      }
      i += 8;
    }
  }

  private void value(int from, int to, Field into) throws Stop {
    int start = markup.decoded.length;
    TextCopy.copy(markup.bytes, from, to, Mode.ATTRIBUTE, markup.decoded);
    into.decoded(start, markup.decoded.length);
  }
}
