package dev.sluice.sort;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Consecutive blocks of whole lines, read again from their file. What has changed there meanwhile
 * is an error. Memory: one block, 256 KiB, or the longest line.
 */
final class LineBlocks implements Closeable {
  private final String name;
  private final List<RunBlock> blocks;
  private final InputStream in;
  private byte[] lines = new byte[0];
  private int length;
  private int next;

  /** Starts before the first of the blocks, where the stream is, which is closed with it. */
  LineBlocks(String name, InputStream in, List<RunBlock> blocks) {
    this.name = name;
    this.blocks = blocks;
    this.in = in;
  }

  /** Goes to the next block; false if there is none. */
  boolean advance() throws IOException {
    if (next == blocks.size()) {
      return false;
    }
    RunBlock block = blocks.get(next++);
    length = block.rawLength();
    if (lines.length < length) {
      lines = new byte[0]; // Lets the old one go before the new one is made.
      lines = new byte[length];
    }
    int there = in.readNBytes(lines, 0, length);
    if (there == length - 1 && next == blocks.size()) {
      lines[there++] = '\n'; // The file's last line may lack it.
    }
    CRC32C crc = new CRC32C();
    crc.update(lines, 0, there);
    if (there != length || (int) crc.getValue() != block.crc()) {
      throw new IOException(
          "Cannot sort %s: it has changed since it was read (%d bytes at byte %d)"
              .formatted(name, length, block.offset()));
    }
    return true;
  }

  /** The block's number of the first record, in the run. */
  long firstRecord() {
    return next == 0 ? -1 : blocks.get(next - 1).firstRecord();
  }

  /** Holds the block's lines, from its beginning; each is ended by a line feed. */
  byte[] array() {
    return lines;
  }

  int length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
