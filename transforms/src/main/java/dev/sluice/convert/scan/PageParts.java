package dev.sluice.convert.scan;

/**
 * What a block has of pages' records that it does not have as a whole: the end of one that began
 * before it, and the beginning of one that ends after it. Either may be the whole block.
 */
final class PageParts {
  private static final int NONE = -1;

  /** The revisions of the page that began before the block. */
  final PageRevisions first = new PageRevisions();

  /** The revisions of the last page that began in it. */
  final PageRevisions last = new PageRevisions();

  private int firstEnd;
  private int firstKeyEnd;
  private int lastFrom;

  PageParts() {
    clear();
  }

  void clear() {
    first.clear(0);
    firstEnd = 0;
    firstKeyEnd = 0;
    lastFrom = NONE;
  }

  /**
   * The block begins within a record.
   *
   * @param hasRevisions whether there is a revision in that record already
   */
  void continueFirst(boolean hasRevisions) {
    first.clear(hasRevisions ? 1 : 0);
    firstEnd = NONE;
  }

  boolean inFirst() {
    return firstEnd == NONE;
  }

  void endFirst(int end, int keyEnd) {
    firstEnd = end;
    firstKeyEnd = keyEnd;
  }

  /** Another record begins, and its first revision after some more bytes. */
  void beginLast(int from, int revisions) {
    last.clear(revisions);
    lastFrom = from;
  }

  void endLast() {
    lastFrom = NONE;
  }

  boolean hasLast() {
    return lastFrom != NONE;
  }

  /** Whether the record that began before the block ends in it. */
  boolean firstEnds() {
    return firstEnd > 0;
  }

  int lastFrom() {
    return lastFrom;
  }

  /** All bytes of the block from some index on are no more. */
  void truncate(int length) {
    if (lastFrom >= length) {
      lastFrom = NONE;
    }
  }

  /** How many of so many bytes are the end of a record, or go on with it. */
  int firstBytes(int length) {
    return inFirst() ? length : firstEnd;
  }

  /** How many bytes of the keys are that record's. */
  int firstKeyBytes() {
    return firstKeyEnd;
  }

  /** Where in so many bytes the whole records end. */
  int wholeEnd(int length) {
    return lastFrom == NONE ? length : lastFrom;
  }

  /** How many of so many bytes begin a record that does not end. */
  int lastBytes(int length) {
    return length - wholeEnd(length);
  }
}
