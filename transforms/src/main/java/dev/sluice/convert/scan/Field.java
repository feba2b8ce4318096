package dev.sluice.convert.scan;

/**
 * Where a value is: as it is written in the document, or decoded to a JSON string's characters in
 * {@link Markup#decoded}. Valid within the unit that is being scanned.
 */
final class Field {
  int from = -1;
  int to = -1;
  boolean decoded;

  /** Makes it null. */
  void none() {
    written(-1, -1);
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
