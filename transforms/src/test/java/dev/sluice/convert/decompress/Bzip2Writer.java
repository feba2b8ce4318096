package dev.sluice.convert.decompress;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Writes bzip2 blocks whose compressed bytes can be chosen, which no compressor does. */
final class Bzip2Writer {
  private static final int SYMBOLS = 256;
  private static final int SYMBOLS_PER_SELECTOR = 50;
  private static final int END_OF_BLOCK = 255;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int bits;
  private int count;

  private Bzip2Writer() {}

  /**
   * A stream of one block, and what it stands for.
   *
   * @param codes the block's symbols, from 2 to 254, each of which becomes that very byte
   * @param shift makes them begin at another bit
   */
  static Stream stream(byte[] codes, int shift) throws IOException {
    byte[] content = content(write(codes, shift, 0));
    return new Stream(write(codes, shift, crc(content)), content);
  }

  /** A stream and its content. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Stream(byte[] file, byte[] content) {}

  private static byte[] write(byte[] codes, int shift, int crc) {
    Bzip2Writer writer = new Bzip2Writer();
    writer.put('B', 8).put('Z', 8).put('h', 8).put('9', 8);
    writer.put(0x314159, 24).put(0x265359, 24).put(crc >>> 16, 16).put(crc & 0xffff, 16);
    // Not randomised; where the text begins in its sorted rotations.
    writer.put(0, 1).put(7, 24);
    // All bytes are in use but the last two.
    writer.put(0xffff, 16);
    for (int i = 0; i < 16; i++) {
      writer.put(i < 15 ? 0xffff : 0xfffc, 16);
    }
    // Two tables, the first one always; more selectors than are needed, to shift what follows.
    int selectors = (codes.length + 1 + SYMBOLS_PER_SELECTOR - 1) / SYMBOLS_PER_SELECTOR + shift;
    writer.put(2, 3).put(selectors, 15);
    for (int i = 0; i < selectors; i++) {
      writer.put(0, 1);
    }
    for (int table = 0; table < 2; table++) {
      // All codes have eight bits.
      writer.put(8, 5);
      for (int i = 0; i < SYMBOLS; i++) {
        writer.put(0, 1);
      }
    }
    for (byte code : codes) {
      writer.put(code & 0xff, 8);
    }
    writer.put(END_OF_BLOCK, 8);
    writer.put(0x177245, 24).put(0x385090, 24).put(crc >>> 16, 16).put(crc & 0xffff, 16);
    return writer.put(0, 7).out.toByteArray();
  }

  private Bzip2Writer put(int value, int width) {
    for (int i = width - 1; i >= 0; i--) {
      bits = (bits << 1) | ((value >>> i) & 1);
      if (++count % 8 == 0) {
        out.write(bits);
      }
    }
    return this;
  }

  private static byte[] content(byte[] file) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (InputStream in = new BZip2CompressorInputStream(new ByteArrayInputStream(file))) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        content.write(b);
      }
      throw new IllegalStateException("the checksum happens to be 0");
    } catch (IOException e) {
      // The checksum, which comes after everything.
      return content.toByteArray();
    }
  }

  /** The format's checksum: CRC-32 with the highest bit first. */
  private static int crc(byte[] bytes) {
    int crc = -1;
    for (byte b : bytes) {
      crc ^= b << 24;
      for (int i = 0; i < 8; i++) {
        crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
      }
    }
    return ~crc;
  }
}
