package dev.sluice.overlap.rows;

/** What becomes of a row that is no interval. */
public enum BadRows {
  /** It ends the reading. */
  FAIL,
  /** It is counted and left out. */
  SKIP
}
