package dev.sluice.convert.decompress;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells a meter what is read, and remembers how reading failed: so an input that cannot be read is
 * told from one whose bytes are wrong.
 */
final class MeteredStream extends FilterInputStream {
  private final LongConsumer meter;
  private volatile @Nullable IOException failure;

  MeteredStream(InputStream in, LongConsumer meter) {
    super(in);
    this.meter = meter;
  }

  /** How reading failed; null if it did not. */
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int read = in.read(buffer, offset, length);
      if (read > 0) {
        meter.accept(read);
      }
      return read;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public long skip(long count) throws IOException {
    // Past bytes are read, so that they are counted.
    byte[] skipped = new byte[(int) Math.min(count, InputFormat.BUFFER_BYTES)];
    return count <= 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
