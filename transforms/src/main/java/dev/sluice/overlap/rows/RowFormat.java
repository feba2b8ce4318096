package dev.sluice.overlap.rows;

/** How rows are written. Used by several threads at a time. */
interface RowFormat {
  /** Reads a block's rows. */
  void read(RowBlock block, Rows rows);
}
