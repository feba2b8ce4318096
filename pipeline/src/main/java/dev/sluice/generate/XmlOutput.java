package dev.sluice.generate;

import java.io.IOException;
import java.io.OutputStream;

/** The XML on its way out, counted; memory is that of the longest record. */
final class XmlOutput {
  private static final int CHUNK_BYTES = 1 << 16;

  private final ByteText text = new ByteText();
  private final OutputStream out;
  private long passed;

  XmlOutput(OutputStream out) {
    this.out = out;
  }

  /** What is appended here goes out next. */
  ByteText text() {
    return text;
  }

  /** Length of the XML so far. */
  long bytes() {
    return passed + text.length();
  }

  /** Passes on what has gathered, if it is worth it. */
  void drain() throws IOException {
    if (text.length() >= CHUNK_BYTES) {
      drainAll();
    }
  }

  /** Passes on what has gathered. */
  void drainAll() throws IOException {
    text.writeTo(out);
    passed += text.length();
    text.clear();
  }
}
