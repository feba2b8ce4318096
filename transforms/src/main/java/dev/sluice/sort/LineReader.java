package dev.sluice.sort;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a stream into lines at line feeds (0x0A), without them; the last one may lack it. Memory: 64
 * KiB, or up to twice the longest line.
 */
final class LineReader {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final String name;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private int filled;
  private boolean atEnd;
  private long line;
  private long byteOffset;
  private long nextOffset;

  /** Reads lines; the name is for messages. */
  LineReader(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  /** Goes to the next line; false if there is none. */
  boolean advance() throws IOException {
    int from = line == 0 ? 0 : Math.min(end + 1, filled);
    start = from;
    byteOffset = nextOffset;
    int scanned = from;
    while (true) {
      while (scanned < filled && buffer[scanned] != '\n') {
        scanned++;
      }
      if (scanned < filled || atEnd) {
        break;
      }
      int seen = scanned - start;
      fill();
      scanned = start + seen;
    }
    if (scanned == filled && scanned == start) {
      return false;
    }
    end = scanned;
    line++;
    nextOffset = byteOffset + (end - start) + 1L;
    return true;
  }

  byte[] array() {
    return buffer;
  }

  int offset() {
    return start;
  }

  int length() {
    return end - start;
  }

  /** The line's number, from 1. */
  long line() {
    return line;
  }

  /** Where the line begins in the stream. */
  long byteOffset() {
    return byteOffset;
  }

  /** Whether there is nothing in the line but space. */
  boolean isBlank() {
    for (int i = start; i < end; i++) {
      byte b = buffer[i];
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /** Makes room behind the line so far, and reads. */
  private void fill() throws IOException {
    int kept = filled - start;
    if (start > 0 || kept == buffer.length) {
      byte[] target = buffer;
      if (kept >= buffer.length / 2) {
        if (buffer.length == RunFormat.MOST_RECORD_BYTES) {
          throw new IOException(
              "Cannot read %s: line %d, at byte %d: it is too long (expected %d bytes at most)"
                  .formatted(name, line + 1, byteOffset, RunFormat.MOST_RECORD_BYTES));
        }
        target = new byte[(int) Math.min(2L * buffer.length, RunFormat.MOST_RECORD_BYTES)];
      } else if (buffer.length > 16 * BUFFER_BYTES && kept < BUFFER_BYTES) {
        target = new byte[BUFFER_BYTES]; // After a long line.
      }
      System.arraycopy(buffer, start, target, 0, kept);
      buffer = target;
      start = 0;
      filled = kept;
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    atEnd = read < 0;
    filled += Math.max(0, read);
  }
}
