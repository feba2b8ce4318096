package dev.sluice.sort;

import java.io.IOException;
import java.util.List;

/**
 * Lines that were found in order where they can be read again.
 *
 * @param name what errors call their input
 * @param file their input, which is not compressed; blocks are stretches of it
 * @param rules how their keys were taken
 */
record OrderedLines(String name, LineInput.StoredLines file, SortRules rules)
    implements RunIndex.Content {
  @Override
  public RecordCursor open(RunIndex index, int block) throws IOException {
    return new LinesCursor(
        blocks(index.blocks(), block), SortKeys.of(rules.order(), rules.missing()));
  }

  @Override
  public boolean areLines() {
    return true;
  }

  @Override
  public LineBlocks lines(RunIndex index) throws IOException {
    return blocks(index.blocks(), 0);
  }

  private LineBlocks blocks(List<RunBlock> blocks, int first) throws IOException {
    return new LineBlocks(
        name, file, blocks.subList(Math.min(first, blocks.size()), blocks.size()));
  }
}
