package dev.sluice.convert.decompress;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.io.input.UnsynchronizedByteArrayInputStream;

/**
 * A block of a bzip2 stream, cut out of it at any bit. Format: as {@code decompress.c} of bzip2
 * 1.0.8 reads it; a stream is {@code BZh} and a level, blocks of bits, each with a magic number of
 * 48 bits and a checksum of 32, and such a pair again at its end.
 */
final class Bzip2Block {
  /** What begins a block. */
  static final long START = 0x314159265359L;

  /** What ends a stream. */
  static final long END_OF_STREAM = 0x177245385090L;

  static final int MAGIC_BITS = 48;
  static final int CRC_BITS = 32;

  /** More than any block takes: 900,000 symbols of at most 20 bits, and tables. */
  static final long MOST_BITS = 20_000_000;

  private static final int HEADER_BYTES = 4;

  /** Where in {@link #stream} the block begins. */
  static final long FIRST_BIT = 8 * HEADER_BYTES;

  private static final int TRAILER_BITS = MAGIC_BITS + CRC_BITS;

  /** What comes after a block. */
  enum Next {
    /** Another block, as it seems. */
    BLOCK,
    /** The end of the stream, and then another stream or the end of the file. */
    END_OF_STREAM,
    /** What could be the end of the stream, but then something that is no stream. */
    NO_STREAM,
    /** The end of the file. */
    END_OF_FILE
  }

  private final long offset;
  private final Next next;
  private final int streamCrc;

  /** A stream's header and the block's bits, with room for a stream's end and a word more. */
  private final byte[] stream;

  private final long bits;

  private Bzip2Block(long offset, Next next, int streamCrc, byte[] stream, long bits) {
    this.offset = offset;
    this.next = next;
    this.streamCrc = streamCrc;
    this.stream = stream;
    this.bits = bits;
  }

  /**
   * Cuts a block out.
   *
   * @param offset of the file's byte in which it begins
   * @param level of its stream, 1 to 9
   * @param from the bit of the bytes at which it begins, which is followed by its magic number
   * @param to the bit at which it ends
   * @param streamCrc the checksum of all its stream's blocks, if the stream ends there
   */
  static Bzip2Block of(
      long offset, int level, byte[] bytes, long from, long to, Next next, int streamCrc) {
    long bits = to - from;
    byte[] stream = new byte[room(bits)];
    stream[0] = 'B';
    stream[1] = 'Z';
    stream[2] = 'h';
    stream[3] = (byte) ('0' + level);
    copy(bytes, from, bits, stream, FIRST_BIT);
    return new Bzip2Block(offset, next, streamCrc, stream, bits);
  }

  private static int room(long bits) {
    return HEADER_BYTES + Math.toIntExact((bits + TRAILER_BITS + 7) / 8) + Long.BYTES;
  }

  /** This block if what seemed to be the next one is a part of it. */
  Bzip2Block joined(Bzip2Block more) {
    byte[] all = Arrays.copyOf(stream, room(bits + more.bits));
    copy(more.stream, FIRST_BIT, more.bits, all, FIRST_BIT + bits);
    return new Bzip2Block(offset, more.next, more.streamCrc, all, bits + more.bits);
  }

  /** The block's bits from {@link #FIRST_BIT} to {@link #end}, and at least a word more. */
  byte[] stream() {
    return stream;
  }

  /** Where in {@link #stream} the block ends: a bit. */
  long end() {
    return FIRST_BIT + bits;
  }

  /** The level of its stream, 1 to 9: hundreds of thousands of bytes that are sorted at most. */
  int level() {
    return stream[HEADER_BYTES - 1] - '0';
  }

  /** The byte of the file in which it begins. */
  long offset() {
    return offset;
  }

  /** Whether what ends it may be a part of it. */
  boolean mayBeLonger() {
    return next != Next.END_OF_FILE && next != Next.END_OF_STREAM && bits < MOST_BITS;
  }

  Next next() {
    return next;
  }

  /** What the file says is the checksum of all blocks of the stream that ends after this one. */
  int streamCrc() {
    return streamCrc;
  }

  /** What the file says is the checksum of what the block holds. */
  int crc() {
    return bits < TRAILER_BITS ? 0 : (int) bits(stream, FIRST_BIT + MAGIC_BITS, CRC_BITS);
  }

  /** What the block holds, and an error at its end unless that agrees with its checksum. */
  InputStream decoded() throws IOException {
    long end = end();
    put(stream, end, END_OF_STREAM, MAGIC_BITS);
    put(stream, end + MAGIC_BITS, Integer.toUnsignedLong(crc()), CRC_BITS);
    return new BZip2CompressorInputStream(
        UnsynchronizedByteArrayInputStream.builder().setByteArray(stream).get());
  }

  /** Some bits of bytes, 48 at most. */
  static long bits(byte[] bytes, long from, int count) {
    long value = 0;
    for (long bit = from; bit < from + count; bit++) {
      value = (value << 1) | ((bytes[(int) (bit >>> 3)] >>> (7 - (bit & 7))) & 1);
    }
    return value;
  }

  private static void put(byte[] bytes, long at, long value, int count) {
    for (int i = 0; i < count; i++) {
      long bit = at + i;
      int mask = 0x80 >>> (bit & 7);
      boolean set = ((value >>> (count - 1 - i)) & 1) != 0;
      int index = (int) (bit >>> 3);
      bytes[index] = (byte) (set ? bytes[index] | mask : bytes[index] & ~mask);
    }
  }

  /** Copies bits; those of the last byte that come after them may be anything. */
  private static void copy(byte[] from, long fromBit, long count, byte[] to, long toBit) {
    long copied = (8 - (toBit & 7)) & 7;
    if (copied > 0) {
      int head = (int) Math.min(copied, count);
      put(to, toBit, bits(from, fromBit, head), head);
    }
    int source = (int) ((fromBit + copied) >>> 3);
    int shift = (int) ((fromBit + copied) & 7);
    int last = from.length - 1;
    int target = (int) ((toBit + copied) >>> 3);
    for (long left = count - copied; left > 0; left -= 8, source++, target++) {
      int low = source < last ? from[source + 1] & 0xff : 0;
      to[target] = (byte) (((from[source] << 8 | low) << shift) >>> 8);
    }
  }
}
