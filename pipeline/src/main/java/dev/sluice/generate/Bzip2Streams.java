package dev.sluice.generate;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Bzip2 streams one after another in one file; what bzip2 itself reads as one text. */
final class Bzip2Streams extends OutputStream {
  private final OutputStream file;
  private BZip2CompressorOutputStream stream;

  Bzip2Streams(OutputStream file) throws IOException {
    this.file = file;
    this.stream = new BZip2CompressorOutputStream(file);
  }

  /** Ends the stream and begins another one. */
  void nextStream() throws IOException {
    stream.finish();
    stream = new BZip2CompressorOutputStream(file);
  }

  /** Ends the last stream; the file stays open. */
  void finish() throws IOException {
    stream.finish();
  }

  @Override
  public void write(int b) throws IOException {
    stream.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    stream.write(bytes, offset, length);
  }
}
