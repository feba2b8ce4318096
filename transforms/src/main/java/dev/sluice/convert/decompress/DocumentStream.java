package dev.sluice.convert.decompress;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** One decompressed document, whose errors say what is wrong with the input. */
final class DocumentStream extends FilterInputStream {
  /** What a decoder has done in a read that fails is lost, and with it how far the input goes. */
  private static final int STEP_BYTES = 8 * 1024;

  private final DumpInput input;
  private final int stepBytes;

  DocumentStream(DumpInput input, InputStream document, boolean exact) {
    super(document);
    this.stepBytes = exact ? Integer.MAX_VALUE : STEP_BYTES;
    this.input = input;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return in.read(buffer, offset, Math.min(length, stepBytes));
    } catch (IOException | RuntimeException e) {
      // On corrupt bytes some decoders fail with an index out of bounds.
      throw input.failure(e);
    }
  }
}
