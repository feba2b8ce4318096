package dev.sluice.convert;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;

/**
 * Any stream, decompressed as {@link DumpInput} does it: told by its first bytes, all members, and
 * truncated or corrupt bytes are an error. What is empty stays empty.
 */
public final class Decompressed extends FilterInputStream {
  private final DumpInput input;

  private Decompressed(DumpInput input, InputStream document) {
    super(document);
    this.input = input;
  }

  /**
   * Decompresses a stream, which is closed with the one returned.
   *
   * @param source what errors call it
   */
  public static InputStream open(InputStream in, String source) throws IOException {
    PushbackInputStream raw = new PushbackInputStream(in, 1);
    int first = raw.read();
    if (first < 0) {
      return raw;
    }
    raw.unread(first);
    DumpInput input = DumpInput.open(raw, source, bytes -> {});
    InputStream document = input.nextDocument();
    return new Decompressed(input, document == null ? InputStream.nullInputStream() : document);
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      input.close();
    }
  }
}
