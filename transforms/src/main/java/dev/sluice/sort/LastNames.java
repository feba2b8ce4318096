package dev.sluice.sort;

import dev.sluice.bytes.Words;

/**
 * The names of the object that was scanned last, as its members had them: objects that one program
 * wrote mostly have the same ones in the same order, so that comparing takes the place of scanning.
 */
final class LastNames {
  private static final int MOST_MEMBERS = 256;
  private static final int WORDS = 8;
  private static final int MOST_BYTES = WORDS * Long.BYTES;

  private final long[] words = new long[MOST_MEMBERS * WORDS];
  private final int[] lengths = new int[MOST_MEMBERS];
  private final FieldNames[] parents = new FieldNames[MOST_MEMBERS];
  private final FieldNames[] children = new FieldNames[MOST_MEMBERS];

  /**
   * How many bytes the name of the last object's member takes, with all up to its value, if they
   * are here too; else 0.
   *
   * @param member its number, from 0, nested ones counted
   * @param parent where the names of the object lead that it is in
   * @param to where all of that ends at the latest
   */
  int match(int member, FieldNames parent, byte[] bytes, int from, int to) {
    if (member >= MOST_MEMBERS || parents[member] != parent) {
      return 0;
    }
    int length = lengths[member];
    if (length > to - from || from > bytes.length - MOST_BYTES - Long.BYTES) {
      return 0;
    }
    int word = member * WORDS;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      if (Words.at(bytes, from + i) != words[word++]) {
        return 0;
      }
    }
    int rest = length - i;
    return rest == 0 || ((Words.at(bytes, from + i) ^ words[word]) << (64 - 8 * rest)) == 0
        ? length
        : 0;
  }

  /** Where the member's name leads. */
  FieldNames child(int member) {
    return children[member];
  }

  /** Keeps a member's name, with all up to its value. */
  void keep(int member, FieldNames parent, byte[] bytes, int from, int to, FieldNames child) {
    if (member >= MOST_MEMBERS) {
      return;
    }
    int length = to - from;
    if (length > MOST_BYTES || from > bytes.length - MOST_BYTES - Long.BYTES) {
      parents[member] = null;
      return;
    }
    parents[member] = parent;
    children[member] = child;
    lengths[member] = length;
    for (int i = 0; i < WORDS; i++) {
      words[member * WORDS + i] = Words.at(bytes, from + i * Long.BYTES);
    }
  }
}
