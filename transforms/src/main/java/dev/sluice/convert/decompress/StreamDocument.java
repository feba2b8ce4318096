package dev.sluice.convert.decompress;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The one document of an input that is plain or a compressed stream. */
final class StreamDocument implements Documents {
  private final InputFormat format;
  private final InputStream raw;
  private final MeteredStream metered;
  private boolean taken;

  /**
   * @param raw the input from its first byte on
   * @param metered what it is read through
   */
  StreamDocument(InputFormat format, InputStream raw, MeteredStream metered) {
    this.format = format;
    this.raw = raw;
    this.metered = metered;
  }

  /** The input as it is, compressed. */
  InputStream raw() {
    return raw;
  }

  @Override
  public @Nullable InputStream next(int threads) throws IOException {
    if (taken) {
      return null;
    }
    taken = true;
    return format.decompress(raw, threads);
  }

  @Override
  public @Nullable IOException failure() {
    return metered.failure();
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
