package dev.sluice.pipeline;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output as data for another program: what cannot be written is an error that says so. */
final class StandardStream extends FilterOutputStream {
  StandardStream(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      out.flush();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static IOException failure(IOException e) {
    return new IOException("Cannot write standard output: " + e.getMessage(), e);
  }
}
