package dev.sluice.sort;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads lines that were found in order from their file again, and takes their keys again. What has
 * changed there meanwhile is an error. Memory: one block, 256 KiB, or the longest line.
 */
final class LinesCursor implements RecordCursor {
  private final String name;
  private final List<RunBlock> blocks;
  private final SortKeys keys;
  private final InputStream in;
  private byte[] lines = new byte[0];
  private int block;
  private int end;
  private int next;
  private int start;
  private int feed;
  private long record;

  LinesCursor(
      String name, LineInput.StoredLines file, List<RunBlock> blocks, int block, SortKeys keys)
      throws IOException {
    this.name = name;
    this.blocks = blocks;
    this.block = block;
    this.keys = keys;
    boolean any = block < blocks.size();
    this.record = any ? blocks.get(block).firstRecord() - 1 : -1;
    this.in = any ? file.open(blocks.get(block).offset()) : InputStream.nullInputStream();
  }

  @Override
  public boolean advance() throws IOException {
    if (next == end) {
      if (block == blocks.size()) {
        return false;
      }
      read(blocks.get(block++));
    }
    start = next;
    feed = keys.takeLine(lines, start, end);
    if (feed < 0) {
      feed = start;
      while (lines[feed] != '\n') {
        feed++;
      }
      keys.take(lines, start, feed - start);
    }
    next = feed + 1;
    record++;
    return true;
  }

  private void read(RunBlock from) throws IOException {
    int length = from.rawLength();
    if (lines.length < length) {
      lines = new byte[length + length / 8];
    }
    int there = in.readNBytes(lines, 0, length);
    if (there == length - 1 && block == blocks.size()) {
      lines[there++] = '\n'; // The file's last line may lack it.
    }
    CRC32C crc = new CRC32C();
    crc.update(lines, 0, there);
    if (there != length || (int) crc.getValue() != from.crc()) {
      throw new IOException(
          "Cannot sort %s: it has changed since it was read (%d bytes at byte %d)"
              .formatted(name, length, from.offset()));
    }
    next = 0;
    end = length;
  }

  @Override
  public byte[] array() {
    return lines;
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
    in.close();
  }
}
