package dev.sluice.convert.decompress;

import dev.sluice.convert.decompress.Bzip2Block.Next;
import dev.sluice.convert.decompress.DecodedBlock.Chunk;
import dev.sluice.storage.ArrayInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a bzip2 file one after another, their blocks decoded side by side, those of one
 * stream too; the checksums of blocks and streams are checked. All blocks before a damaged one come
 * out before the error is thrown; damage between two blocks is the first one's.
 *
 * <p>Memory: about 6 MB for each thread, of which there are no more than one for 60 MiB of heap,
 * and 3 MB for two blocks more.
 */
final class Bzip2Input extends ArrayInput {
  private static final long HEAP_PER_THREAD = 60 << 20;

  /** How many magic numbers a block is thought to hold at most: even one is rare. */
  private static final int MOST_JOINS = 16;

  private final InputStream in;
  private final Bzip2Blocks blocks;
  private @Nullable DecodedBlock current;
  private boolean begun;
  private @Nullable Chunk chunk;
  private int from;
  private int streamCrc;
  private @Nullable IOException failure;

  /**
   * @param threads how many decode, as far as there is memory; 0 if the reader's does
   */
  Bzip2Input(InputStream in, int threads) {
    this.in = in;
    int most = (int) Math.max(1, Runtime.getRuntime().maxMemory() / HEAP_PER_THREAD);
    this.blocks = new Bzip2Blocks(new Bzip2Splitter(in), Math.min(threads, most));
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    if (chunk == null || from == chunk.length()) {
      chunk = nextChunk();
      from = 0;
    }
    if (chunk == null) {
      return -1;
    }
    int count = Math.min(length, chunk.length() - from);
    System.arraycopy(chunk.bytes(), from, bytes, offset, count);
    from += count;
    return count;
  }

  private @Nullable Chunk nextChunk() throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      Chunk next = null;
      while (next == null) {
        if (current == null) {
          current = blocks.next();
          begun = false;
        }
        if (current == null) {
          return null;
        }
        next = chunkOf(current);
        if (next == null) {
          end(current.block());
          current = null;
        }
      }
      begun = true;
      return next;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private @Nullable Chunk chunkOf(DecodedBlock decoded) throws IOException {
    try {
      return decoded.next();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      if (!begun) {
        Chunk first = ofLonger(decoded.block());
        if (first != null) {
          return first;
        }
      }
      throw damaged(decoded.block(), e);
    }
  }

  /** The first chunk of a block that ends later than it seemed, which becomes the current one. */
  private @Nullable Chunk ofLonger(Bzip2Block block) throws IOException {
    Bzip2Block longer = block;
    for (int joins = 0; joins < MOST_JOINS && longer.mayBeLonger(); joins++) {
      DecodedBlock more = another();
      if (more == null) {
        return null;
      }
      longer = longer.joined(more.block());
      DecodedBlock decoded = new DecodedBlock.WhenAsked(longer);
      try {
        Chunk first = decoded.next();
        current = decoded;
        return first;
      } catch (IOException e) {
        // The next magic number may be the right one.
      }
    }
    return null;
  }

  /** The next block; null also if what comes next is none. */
  private @Nullable DecodedBlock another() throws InterruptedIOException {
    try {
      return blocks.next();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      return null;
    }
  }

  private static IOException damaged(Bzip2Block block, IOException cause) {
    String place = "the block that begins at byte %,d".formatted(block.offset());
    if (block.next() != Next.END_OF_FILE) {
      return new IOException("%s: %s".formatted(place, cause.getMessage()), cause);
    }
    return (IOException) new EOFException("it ends within " + place).initCause(cause);
  }

  private void end(Bzip2Block block) throws IOException {
    streamCrc = Integer.rotateLeft(streamCrc, 1) ^ block.crc();
    if (block.next() == Next.BLOCK) {
      return;
    }
    String place = "after the block that begins at byte %,d".formatted(block.offset());
    if (block.next() == Next.END_OF_FILE) {
      throw new EOFException("it ends " + place);
    }
    if (streamCrc != block.streamCrc()) {
      throw new IOException("the stream that ends %s has another checksum".formatted(place));
    }
    streamCrc = 0;
    if (block.next() == Next.NO_STREAM) {
      throw new IOException("what comes after the stream that ends %s is none".formatted(place));
    }
  }

  @Override
  public void close() throws IOException {
    blocks.close();
    in.close();
  }
}
