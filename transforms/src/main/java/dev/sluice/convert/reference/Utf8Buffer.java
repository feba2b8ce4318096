package dev.sluice.convert.reference;

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;

/** Characters as UTF-8 in memory. A pair of surrogates may be split over two writes. */
final class Utf8Buffer extends Writer {
  private static final int FIRST_BYTES = 64 * 1024;

  /** What a buffer that grew for one large record shrinks back from. */
  private static final int KEPT_BYTES = 4 << 20;

  private final int mostBytes;
  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;
  private int high;

  /**
   * @param mostBytes what would make it longer is refused
   */
  Utf8Buffer(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  void clear() {
    length = 0;
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[FIRST_BYTES];
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  @Override
  public void write(char[] chars, int offset, int count) throws IOException {
    reserve(3L * count);
    byte[] out = bytes;
    int at = length;
    for (int i = offset; i < offset + count; i++) {
      char c = chars[i];
      if (c < 0x80) {
        out[at++] = (byte) c;
      } else if (c < 0x800) {
        out[at++] = (byte) (0xc0 | (c >> 6));
        out[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (Character.isHighSurrogate(c)) {
        high = c;
      } else if (Character.isLowSurrogate(c)) {
        // Its high one came before, perhaps in another write: three bytes each are enough.
        int point = Character.toCodePoint((char) high, c);
        out[at++] = (byte) (0xf0 | (point >> 18));
        out[at++] = (byte) (0x80 | ((point >> 12) & 0x3f));
        out[at++] = (byte) (0x80 | ((point >> 6) & 0x3f));
        out[at++] = (byte) (0x80 | (point & 0x3f));
      } else {
        out[at++] = (byte) (0xe0 | (c >> 12));
        out[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        out[at++] = (byte) (0x80 | (c & 0x3f));
      }
    }
    length = at;
  }

  /** Writes characters that are UTF-8 already. */
  void write(byte[] utf8) throws IOException {
    reserve(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
  }

  private void reserve(long more) throws IOException {
    // One more than three bytes a character, for a pair whose first half came in another write.
    long needed = length + more + 1;
    if (needed > mostBytes) {
      throw JsonRecord.tooLarge(mostBytes);
    }
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(mostBytes, Math.max(needed, bytes.length * 2L)));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
