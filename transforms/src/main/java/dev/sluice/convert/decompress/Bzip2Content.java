package dev.sluice.convert.decompress;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a block holds, out of what bzip2 sorts: there, four equal bytes are followed by the number
 * of those that come after them. Its checksum is checked.
 */
final class Bzip2Content implements DecodedBlock {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int RUN_BYTES = 4;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

  private final Bzip2Block block;
  private final byte[] bytes;
  private final Bzip2Crc crc = new Bzip2Crc();
  private int at;

  /** Where the next four equal bytes end; else the end. */
  private int run;

  /** The byte to be repeated, and how often still. */
  private byte repeated;

  private int repeats;

  /**
   * @param bytes what bzip2 sorted
   */
  Bzip2Content(Bzip2Block block, byte[] bytes) {
    this.block = block;
    this.bytes = bytes;
  }

  @Override
  public Bzip2Block block() {
    return block;
  }

  @Override
  public @Nullable Chunk next() throws IOException {
    if (at == bytes.length && repeats == 0) {
      return null;
    }
    byte[] chunk = new byte[CHUNK_BYTES];
    int count = 0;
    while (count < chunk.length && (at < bytes.length || repeats > 0)) {
      if (repeats > 0) {
        int some = Math.min(repeats, chunk.length - count);
        Arrays.fill(chunk, count, count + some, repeated);
        count += some;
        repeats -= some;
        continue;
      }
      if (at == run) {
        run = run(at);
      }
      int some = Math.min(run - at, chunk.length - count);
      System.arraycopy(bytes, at, chunk, count, some);
      count += some;
      at += some;
      if (at == run && at < bytes.length) {
        repeated = bytes[at - 1];
        repeats = bytes[at++] & 0xff;
        run = at;
      }
    }
    crc.update(chunk, count);
    if (at == bytes.length && repeats == 0 && crc.value() != block.crc()) {
      throw new IOException("BZip2 CRC error");
    }
    return new Chunk(chunk, count);
  }

  /** Where the first four equal bytes from here on end; else the end. */
  private int run(int from) {
    int length = bytes.length;
    int i = from;
    // A word tells of the runs that begin at its first six bytes.
    for (; i + Long.BYTES < length; i += Long.BYTES - RUN_BYTES + 2) {
      long differences = (long) WORD.get(bytes, i) ^ (long) WORD.get(bytes, i + 1);
      // The highest bit of each byte that equals the next one.
      long equal = ~(((differences & LOW_BITS) + LOW_BITS) | differences | LOW_BITS);
      long runs = equal & (equal >>> 8) & (equal >>> 16);
      if (runs != 0) {
        return i + Long.numberOfTrailingZeros(runs) / 8 + RUN_BYTES;
      }
    }
    for (; i + RUN_BYTES <= length; i++) {
      byte value = bytes[i];
      if (value == bytes[i + 1] && value == bytes[i + 2] && value == bytes[i + 3]) {
        return i + RUN_BYTES;
      }
    }
    return length;
  }
}
