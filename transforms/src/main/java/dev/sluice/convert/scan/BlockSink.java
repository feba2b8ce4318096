package dev.sluice.convert.scan;

import dev.sluice.convert.records.RowSink;
import java.io.IOException;

/** A sink that also takes records by the block. */
public interface BlockSink extends RowSink {
  /**
   * Takes the records of a block, with keys by {@link #order()}, and the ends of pages.
   *
   * @param block is used again afterwards
   */
  void block(RecordBlock block) throws IOException;
}
