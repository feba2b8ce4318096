package dev.sluice.convert.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.bytes.Words;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document in blocks of about equal size that end where a record seems to end. Where no
 * record does for long, a block is as large as it has to be, up to {@link #mostBytes}.
 */
final class BlockReader {
  /** Where a block is cut. */
  interface Cut {
    /** How many of some bytes are the block; 0 if it takes more of them to tell. */
    int in(byte[] bytes, int length);
  }

  private static final int LEAST_BLOCK_BYTES = 256 * 1024;
  private static final int MOST_BLOCK_BYTES = 1024 * 1024;

  /** Blocks and their records take a few such shares of the heap for each thread. */
  private static final int SHARE_OF_HEAP = 64;

  private static final byte[] END_OF_REVISION = "</revision>".getBytes(US_ASCII);
  private static final byte[] END_OF_PAGE = "</page>".getBytes(US_ASCII);
  private static final byte[] END_OF_LOG_ITEM = "</logitem>".getBytes(US_ASCII);

  private final InputStream in;
  private final int blockBytes;
  private final Cut cut;
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(64);
  private byte[] carried = {};
  private long offset;

  BlockReader(InputStream in, int blockBytes, Cut cut) {
    this.in = in;
    this.blockBytes = blockBytes;
    this.cut = cut;
  }

  /**
   * The longest block: a sixteenth of the heap. A unit that is longer goes to the reference
   * converter.
   */
  static int mostBytes() {
    return (int) Math.min(256 << 20, Runtime.getRuntime().maxMemory() / 16);
  }

  /**
   * How large blocks should be: large ones go less often from thread to thread, which costs more
   * than what caches forget; 1 MiB, or less if the heap is small for so many threads, but 256 KiB.
   *
   * @param threads how many threads help
   */
  static int blockBytes(int threads) {
    long share = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / (threads + 1);
    return (int) Math.max(LEAST_BLOCK_BYTES, Math.min(MOST_BLOCK_BYTES, share));
  }

  /** After the last revision, page or log item that ends. */
  static int afterLastRecord(byte[] bytes, int length) {
    for (int i = length - 1; i >= END_OF_PAGE.length - 1; i--) {
      if (bytes[i] == '>'
          && (endsAt(bytes, i + 1, END_OF_REVISION) || endsBelowRoot(bytes, i + 1))) {
        return i + 1;
      }
    }
    return 0;
  }

  /** Whether a page or a log item ends there. */
  static boolean endsBelowRoot(byte[] bytes, int end) {
    return endsAt(bytes, end, END_OF_PAGE) || endsAt(bytes, end, END_OF_LOG_ITEM);
  }

  static boolean endsAt(byte[] bytes, int end, byte[] suffix) {
    int start = end - suffix.length;
    return start >= 0 && Arrays.equals(bytes, start, end, suffix, 0, suffix.length);
  }

  /** The next block; not to be asked for after the last one. */
  Block next() {
    byte[] bytes = free.poll();
    if (bytes == null || bytes.length < carried.length + Words.PADDING) {
      bytes = new byte[Math.max(blockBytes, carried.length) + Words.PADDING];
    }
    int length = carried.length;
    System.arraycopy(carried, 0, bytes, 0, length);
    while (true) {
      try {
        int read = in.read(bytes, length, bytes.length - Words.PADDING - length);
        if (read < 0) {
          return block(bytes, length, false, true, null);
        }
        length += read;
      } catch (IOException e) {
        return block(bytes, length, false, true, e);
      }
      if (length < bytes.length - Words.PADDING) {
        continue;
      }
      int end = cut.in(bytes, length);
      boolean isCut = end > 0;
      if (!isCut && length >= mostBytes()) {
        end = length;
      }
      if (end > 0) {
        carried = Arrays.copyOfRange(bytes, end, length);
        Block block = block(bytes, end, isCut, false, null);
        offset += end;
        return block;
      }
      bytes = Arrays.copyOf(bytes, Math.min(2 * length, mostBytes()) + Words.PADDING);
    }
  }

  private Block block(
      byte[] bytes, int length, boolean isCut, boolean last, @Nullable IOException failure) {
    return new Block(bytes, length, offset, isCut, Words.lines(bytes, 0, length), last, failure);
  }

  /** Takes back a block's bytes, to be used again. */
  void recycle(Block block) {
    if (block.bytes().length == blockBytes + Words.PADDING) {
      free.offer(block.bytes());
    }
  }
}
