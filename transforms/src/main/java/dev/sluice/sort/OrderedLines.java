package dev.sluice.sort;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Lines that were found in order where they can be read again.
 *
 * @param input their input; blocks are stretches of it, decompressed
 * @param plain whether it is not compressed, and can be opened anywhere
 * @param rules how their keys were taken
 */
record OrderedLines(LineInput input, boolean plain, SortRules rules) implements RunIndex.Content {
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
  public boolean areReadFromTheStart() {
    return !plain;
  }

  @Override
  public LineBlocks lines(RunIndex index) throws IOException {
    return blocks(index.blocks(), 0);
  }

  private LineBlocks blocks(List<RunBlock> blocks, int first) throws IOException {
    List<RunBlock> rest = blocks.subList(Math.min(first, blocks.size()), blocks.size());
    InputStream in = rest.isEmpty() ? InputStream.nullInputStream() : openAt(rest.get(0).offset());
    return new LineBlocks(input.name(), in, rest);
  }

  private InputStream openAt(long offset) throws IOException {
    LineInput.StoredLines file = input.file();
    if (plain && file != null) {
      return file.open(offset);
    }
    InputStream in = input.source().open();
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
