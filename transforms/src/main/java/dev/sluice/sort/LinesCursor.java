package dev.sluice.sort;

import java.io.IOException;

/** Reads lines that were found in order again, and takes their keys again. */
final class LinesCursor implements RecordCursor {
  private final LineBlocks blocks;
  private final SortKeys keys;
  private int next;
  private int start;
  private int feed;
  private long record;

  LinesCursor(LineBlocks blocks, SortKeys keys) {
    this.blocks = blocks;
    this.keys = keys;
  }

  @Override
  public boolean advance() throws IOException {
    record++;
    if (next == blocks.length()) {
      if (!blocks.advance()) {
        return false;
      }
      next = 0;
      record = blocks.firstRecord();
    }
    byte[] lines = blocks.array();
    start = next;
    feed = keys.takeLine(lines, start, blocks.length());
    if (feed < 0) {
      feed = start;
      while (lines[feed] != '\n') {
        feed++;
      }
      keys.take(lines, start, feed - start);
    }
    next = feed + 1;
    return true;
  }

  @Override
  public byte[] array() {
    return blocks.array();
  }

  @Override
  public byte[] keys() {
    return keys.bytes();
  }

  @Override
  public int keyOffset() {
    return 0;
  }

  @Override
  public int keyLength() {
    return keys.length();
  }

  @Override
  public int lineOffset() {
    return start;
  }

  @Override
  public int lineLength() {
    return feed - start;
  }

  @Override
  public long record() {
    return record;
  }

  @Override
  public void close() throws IOException {
    blocks.close();
  }
}
