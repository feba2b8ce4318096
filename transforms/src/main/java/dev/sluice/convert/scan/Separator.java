package dev.sluice.convert.scan;

import dev.sluice.bytes.Words;

/**
 * What stood between the texts of two elements that follow each other: an end tag, white space and
 * a start tag without attributes. Dumps are written by machines: it will stand there again, and to
 * compare it is faster than to read it.
 */
final class Separator {
  /** An array has to have as many bytes after the first one of a separator. */
  private static final int MOST_BYTES = Words.PADDING;

  private static final int WORDS = MOST_BYTES / 8;

  private final long[] words = new long[WORDS];
  private final long[] masks = new long[WORDS];
  private int length;
  private int next = -1;

  /** Whether it stands at some index; not if nothing has been learned. */
  boolean isAt(byte[] bytes, int at) {
    return length > 0
        && (((Words.at(bytes, at) ^ words[0]) & masks[0])
                | ((Words.at(bytes, at + 8) ^ words[1]) & masks[1])
                | ((Words.at(bytes, at + 16) ^ words[2]) & masks[2])
                | ((Words.at(bytes, at + 24) ^ words[3]) & masks[3]))
            == 0;
  }

  int length() {
    return length;
  }

  /** Which child comes after it. */
  int next() {
    return next;
  }

  /**
   * Learns what stands there, if it is as simple as it should be.
   *
   * @param from where the end tag begins
   * @param to where the next text begins
   */
  void learn(byte[] bytes, int from, int to, int child) {
    if (to - from > MOST_BYTES || !isPlain(bytes, from, to)) {
      return;
    }
    length = to - from;
    next = child;
    for (int i = 0; i < WORDS; i++) {
      words[i] = Words.at(bytes, from + 8 * i);
      int left = length - 8 * i;
      masks[i] = left <= 0 ? 0 : -1L >>> (64 - 8 * Math.min(8, left));
    }
  }

  private static boolean isPlain(byte[] bytes, int from, int to) {
    if (bytes[from + 1] != '/') {
      return false;
    }
    int i = from;
    while (i < to && bytes[i] != '>') {
      i++;
    }
    i++;
    while (i < to && Markup.isSpace(bytes[i])) {
      i++;
    }
    return i < to && bytes[i] == '<' && bytes[i + 1] != '!' && bytes[i + 1] != '?';
  }
}
