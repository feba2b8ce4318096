package dev.sluice.convert.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.bytes.Words;
import java.util.Arrays;

/** An element's name, to be compared with bytes a word at a time; of 16 characters at most. */
final class Tag {
  private final byte[] name;
  private final long first;
  private final long firstMask;
  private final long second;
  private final long secondMask;

  private Tag(String name) {
    this.name = name.getBytes(US_ASCII);
    byte[] padded = Arrays.copyOf(this.name, 16);
    this.first = Words.at(padded, 0);
    this.firstMask = mask(Math.min(8, name.length()));
    this.second = Words.at(padded, 8);
    this.secondMask = mask(name.length() - 8);
  }

  static Tag of(String name) {
    return new Tag(name);
  }

  private static long mask(int bytes) {
    return bytes <= 0 ? 0 : -1L >>> (64 - 8 * bytes);
  }

  int length() {
    return name.length;
  }

  byte[] name() {
    return name;
  }

  /** The name's first eight bytes, as a word. */
  long word() {
    return first;
  }

  /** Whether a start tag's name, which begins at some index, is this one and ends there. */
  boolean isAt(byte[] bytes, int index) {
    if (!isNameAt(bytes, index)) {
      return false;
    }
    byte next = bytes[index + name.length];
    return next == '>' || next == '/' || Markup.isSpace(next);
  }

  /** Whether this element's end tag, without space in it, begins at some index. */
  boolean closesAt(byte[] bytes, int index) {
    return bytes[index + 1] == '/'
        && isNameAt(bytes, index + 2)
        && bytes[index + 2 + name.length] == '>';
  }

  /** How long that end tag is. */
  int closingLength() {
    return name.length + 3;
  }

  private boolean isNameAt(byte[] bytes, int index) {
    return ((Words.at(bytes, index) ^ first) & firstMask) == 0
        && (secondMask == 0 || ((Words.at(bytes, index + 8) ^ second) & secondMask) == 0);
  }

  /**
   * The elements that another one may have, in the order in which they usually come: after one of
   * them the next is tried first.
   */
  static final class Choice {
    private final Tag[] tags;
    private int next;

    Choice(String... names) {
      tags = Arrays.stream(names).map(Tag::of).toArray(Tag[]::new);
    }

    Tag tag(int index) {
      return tags[index];
    }

    /** Which one's start tag has its name at some index; -1 if none has. */
    int at(byte[] bytes, int index) {
      for (int i = 0, k = next; i < tags.length; i++, k++) {
        k = k == tags.length ? 0 : k;
        if (tags[k].isAt(bytes, index)) {
          next = k + 1;
          return k;
        }
      }
      return -1;
    }
  }
}
