package dev.sluice.convert.decompress;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.convert.decompress.Bzip2Block.Next;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the blocks of bzip2 streams, one stream after another, by their magic numbers. What looks
 * like a magic number may be a part of a block: about once in 35 TB. So a block is one only when it
 * has been decoded and agrees with its checksum; see {@link Bzip2Block#joined}.
 */
final class Bzip2Splitter {
  private static final byte[] HEADER = "BZh".getBytes(US_ASCII);
  private static final int HEADER_BYTES = 4;
  private static final int MAGIC_BYTES = Bzip2Block.MAGIC_BITS / 8;
  private static final int TRAILER_BITS = Bzip2Block.MAGIC_BITS + Bzip2Block.CRC_BITS;
  private static final long MAGIC = -1L >>> (64 - Bzip2Block.MAGIC_BITS);
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** For a magic number's second byte: the bits of the first one at which it can begin. */
  private static final int[] STARTS = new int[256];

  static {
    for (int start = 0; start < 8; start++) {
      for (long magic : new long[] {Bzip2Block.START, Bzip2Block.END_OF_STREAM}) {
        STARTS[(int) (magic >>> (MAGIC_BYTES * 8 - 16 + start)) & 0xff] |= 1 << start;
      }
    }
  }

  private final InputStream in;
  private byte[] buffer = new byte[InputFormat.BUFFER_BYTES];
  private int length;
  private long offset;
  private boolean ended;

  /** Where the next block or stream begins: a bit of the buffer. */
  private long position;

  private boolean inStream;
  private int level;

  Bzip2Splitter(InputStream in) {
    this.in = in;
  }

  /** The next block; null after the last one. */
  @Nullable Bzip2Block next() throws IOException {
    while (!inStream) {
      if (!begin()) {
        return null;
      }
    }
    forget((int) (position >>> 3));
    long from = position;
    long to = find(from + TRAILER_BITS);
    if (to < 0) {
      position = 8L * length;
      inStream = false;
      return block(from, position, Next.END_OF_FILE, 0);
    }
    position = to;
    if (magic(to) == Bzip2Block.START) {
      return block(from, to, Next.BLOCK, 0);
    }
    int streamCrc = (int) Bzip2Block.bits(buffer, to + Bzip2Block.MAGIC_BITS, Bzip2Block.CRC_BITS);
    int end = (int) ((to + TRAILER_BITS + 7) / 8);
    require(end + HEADER_BYTES + MAGIC_BYTES);
    if (length > end && !streamBeginsAt(end)) {
      return block(from, to, Next.NO_STREAM, streamCrc);
    }
    position = 8L * end;
    inStream = false;
    return block(from, to, Next.END_OF_STREAM, streamCrc);
  }

  private Bzip2Block block(long from, long to, Next next, int streamCrc) {
    return Bzip2Block.of(offset + (from >>> 3), level, buffer, from, to, next, streamCrc);
  }

  /** Begins a stream; false if there is none. */
  private boolean begin() throws IOException {
    int start = (int) (position >>> 3);
    forget(start);
    require(HEADER_BYTES + MAGIC_BYTES + Bzip2Block.CRC_BITS / 8);
    if (length == 0) {
      return false;
    }
    if (length < HEADER_BYTES + MAGIC_BYTES + Bzip2Block.CRC_BITS / 8) {
      throw new EOFException("it ends within the stream that begins at byte %,d".formatted(offset));
    }
    if (!streamBeginsAt(0)) {
      throw new IOException("no stream begins at byte %,d".formatted(offset));
    }
    level = buffer[HEADER_BYTES - 1] - '0';
    position = 8L * HEADER_BYTES;
    inStream = magic(position) == Bzip2Block.START;
    if (!inStream) {
      // A stream of nothing.
      long crc = Bzip2Block.bits(buffer, position + Bzip2Block.MAGIC_BITS, Bzip2Block.CRC_BITS);
      if (crc != 0) {
        throw new IOException(
            "the stream that begins at byte %,d has another checksum".formatted(offset));
      }
      position += TRAILER_BITS;
    }
    return true;
  }

  private boolean streamBeginsAt(int index) {
    if (index + HEADER_BYTES + MAGIC_BYTES > length) {
      return false;
    }
    byte digit = buffer[index + HEADER_BYTES - 1];
    long magic = magic(8L * (index + HEADER_BYTES));
    return Arrays.equals(buffer, index, index + HEADER.length, HEADER, 0, HEADER.length)
        && digit >= '1'
        && digit <= '9'
        && (magic == Bzip2Block.START || magic == Bzip2Block.END_OF_STREAM);
  }

  private long magic(long bit) {
    return Bzip2Block.bits(buffer, bit, Bzip2Block.MAGIC_BITS);
  }

  /** The bit at which the next magic number begins, with a checksum after it; -1 if none does. */
  private long find(long from) throws IOException {
    int i = (int) (from >>> 3);
    while (true) {
      if (!ended && i + TRAILER_BITS / 8 + 1 > length) {
        require(length + 1);
        continue;
      }
      int last = length - TRAILER_BITS / 8 - (ended ? 0 : 1);
      byte[] bytes = buffer;
      for (; i <= last; i++) {
        int starts = STARTS[bytes[i + 1] & 0xff];
        for (; starts != 0; starts &= starts - 1) {
          int start = Integer.numberOfTrailingZeros(starts);
          long magic = ((long) WORD.get(bytes, i) >>> (64 - Bzip2Block.MAGIC_BITS - start)) & MAGIC;
          long bit = 8L * i + start;
          if ((magic == Bzip2Block.START || magic == Bzip2Block.END_OF_STREAM)
              && bit >= from
              && bit + TRAILER_BITS <= 8L * length) {
            return bit;
          }
        }
      }
      if (ended) {
        return -1;
      }
      if (8L * i - from > Bzip2Block.MOST_BITS) {
        throw new IOException(
            "the block that begins at byte %,d does not end".formatted(offset + from / 8));
      }
    }
  }

  /** Drops the buffer's first bytes. */
  private void forget(int count) {
    System.arraycopy(buffer, count, buffer, 0, length - count);
    length -= count;
    offset += count;
    position -= 8L * count;
  }

  /** Reads until there are that many bytes in the buffer, or all. */
  private void require(int count) throws IOException {
    while (!ended && length < count) {
      if (length == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * length);
      }
      int read = in.read(buffer, length, buffer.length - length);
      ended = read < 0;
      length += Math.max(0, read);
    }
  }
}
