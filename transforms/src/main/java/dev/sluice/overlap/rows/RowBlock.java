package dev.sluice.overlap.rows;

/** Whole rows out of a table: bytes, from one to another. */
final class RowBlock {
  private final byte[] bytes;
  private final int from;
  private final int to;
  private final boolean quoted;

  /**
   * Rows in an array.
   *
   * @param quoted whether a quote is among them
   */
  RowBlock(byte[] bytes, int from, int to, boolean quoted) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.quoted = quoted;
  }

  /** The rows from a byte on. */
  RowBlock from(int later) {
    return new RowBlock(bytes, later, to, quoted);
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  boolean quoted() {
    return quoted;
  }
}
