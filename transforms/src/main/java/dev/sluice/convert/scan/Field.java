package dev.sluice.convert.scan;

import dev.sluice.convert.scan.JsonBytes.Constant;

/**
 * Where a value is: as it is written in the document, or decoded to a JSON string's characters in
 * {@link Markup#decoded}; or a constant, which null is. Valid within the unit that is being
 * scanned.
 */
final class Field {
  int from = -1;
  int to = -1;
  boolean decoded;

  /** Whether it is written as a number, which {@link FieldValues#integer} has made it. */
  final boolean number;

  /** What is written if it is neither in the document nor decoded. */
  Constant constant = JsonBytes.NULL;

  private Field(boolean number) {
    this.number = number;
  }

  /** A text, or a constant; null at first. */
  static Field text() {
    return new Field(false);
  }

  /** A number; null at first. */
  static Field number() {
    return new Field(true);
  }

  /** Makes it null, unless it has been given a constant. */
  void none() {
    written(-1, -1);
  }

  /** Gives it what it always has, or has in this unit. */
  void is(Constant value) {
    constant = value;
  }

  void written(int start, int end) {
    from = start;
    to = end;
    decoded = false;
  }

  void decoded(int start, int end) {
    from = start;
    to = end;
    decoded = true;
  }

  void set(Field other) {
    from = other.from;
    to = other.to;
    decoded = other.decoded;
  }

  boolean isNull() {
    return from < 0;
  }

  boolean isEmpty() {
    return from == to;
  }
}
