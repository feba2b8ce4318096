package dev.sluice.convert;

import java.io.IOException;

/** A sink that also takes records by the block. */
interface BlockSink extends RecordSink {
  /**
   * Takes the records of a block, with keys by {@link #order()}, and the ends of pages.
   *
   * @param block is used again afterwards
   */
  void block(RecordBlock block) throws IOException;
}
