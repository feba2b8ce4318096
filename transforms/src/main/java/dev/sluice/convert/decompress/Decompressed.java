package dev.sluice.convert.decompress;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.channels.ClosedChannelException;

/**
 * Any stream, decompressed as {@link DumpInput} does it: told by its first bytes, all members, and
 * truncated or corrupt bytes are an error, and so is an archive of several files. What is empty
 * stays empty.
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
    try {
      int first = raw.read();
      if (first < 0) {
        return raw;
      }
      raw.unread(first);
      return first(DumpInput.open(raw, source, bytes -> {}));
    } catch (IOException e) {
      raw.close();
      throw unreadable(source, e);
    }
  }

  private static InputStream first(DumpInput input) throws IOException {
    try {
      InputStream document = input.nextDocument(0);
      return new Decompressed(input, document == null ? InputStream.nullInputStream() : document);
    } catch (IOException | RuntimeException e) {
      input.close();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int read = super.read(buffer, offset, length);
      if (read < 0 && input.isArchive() && input.nextDocument(0) != null) {
        throw new IOException("it is an archive of several files (expected one)");
      }
      return read;
    } catch (IOException e) {
      throw unreadable(input.source(), e);
    }
  }

  private static IOException unreadable(String source, IOException e) {
    if (e instanceof ClosedChannelException) {
      return e; // An interrupt.
    }
    String cause = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new IOException("Cannot read %s: %s".formatted(source, cause), e);
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
