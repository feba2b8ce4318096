package dev.sluice.pipeline;

/**
 * A number of bytes that is known within bounds.
 *
 * @param least at least so many
 * @param most at most so many; the same if it is known exactly
 */
record ByteRange(long least, long most) {
  static ByteRange exactly(long bytes) {
    return new ByteRange(bytes, bytes);
  }

  ByteRange plus(long bytes) {
    return new ByteRange(least + bytes, most + bytes);
  }

  /** How many portions of at most a size it takes, one at least: two bounds of a count. */
  ByteRange portions(long size) {
    return new ByteRange(
        Math.max(1, (least + size - 1) / size), Math.max(1, (most + size - 1) / size));
  }

  @Override
  public String toString() {
    return least == most
        ? ProgressLines.bytes(least)
        : ProgressLines.bytes(least) + " to " + ProgressLines.bytes(most);
  }
}
