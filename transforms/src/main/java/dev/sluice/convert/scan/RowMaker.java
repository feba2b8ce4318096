package dev.sluice.convert.scan;

/**
 * Makes the rows that are asked for of what a scanner has read. A call that throws may leave bytes
 * in the block, but nothing that counts them.
 */
abstract class RowMaker {
  /** A page that is wanted begins: its head has been read. */
  abstract void beginPage(RecordBlock out) throws Stop;

  /**
   * The block begins within such a page, whose head has been read again.
   *
   * @param hasRevisions whether there was a revision in it already
   */
  abstract void continuePage(boolean hasRevisions, RecordBlock out) throws Stop;

  /** A revision of that page has been read. */
  abstract void revision(RecordBlock out) throws Stop;

  /** That page is at an end. */
  abstract void endPage(RecordBlock out) throws Stop;
}
