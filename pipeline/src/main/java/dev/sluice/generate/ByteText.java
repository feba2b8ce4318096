package dev.sluice.generate;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** UTF-8 text that grows; one is reused for a whole dump. */
final class ByteText {
  private static final byte[] AMP = utf8("&amp;");
  private static final byte[] LT = utf8("&lt;");
  private static final byte[] GT = utf8("&gt;");
  private static final byte[] QUOT = utf8("&quot;");

  private byte[] buffer = new byte[1 << 17];
  private int length;

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[][] utf8(String... texts) {
    return Arrays.stream(texts).map(ByteText::utf8).toArray(byte[][]::new);
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  ByteText put(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    return this;
  }

  ByteText put(char ascii) {
    room(1);
    buffer[length++] = (byte) ascii;
    return this;
  }

  ByteText put(ByteText other) {
    room(other.length);
    System.arraycopy(other.buffer, 0, buffer, length, other.length);
    length += other.length;
    return this;
  }

  /** Appends a number from 0 in decimal. */
  ByteText number(long value) {
    return number(value, 1);
  }

  /** Appends a number from 0 in decimal, with zeros in front up to so many digits. */
  ByteText number(long value, int digits) {
    room(20);
    int width = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      width++;
    }
    width = Math.max(width, digits);
    long rest = value;
    for (int i = length + width - 1; i >= length; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += width;
    return this;
  }

  /** Appends the other text as the content of an XML element, quotes escaped as MediaWiki does. */
  ByteText putEscaped(ByteText other) {
    for (int i = 0; i < other.length; i++) {
      byte b = other.buffer[i];
      switch (b) {
        case '&' -> put(AMP);
        case '<' -> put(LT);
        case '>' -> put(GT);
        case '"' -> put(QUOT);
        default -> {
          if (length == buffer.length) {
            room(1);
          }
          buffer[length++] = b;
        }
      }
    }
    return this;
  }

  void updateDigest(MessageDigest digest) {
    digest.update(buffer, 0, length);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(buffer, 0, length);
  }

  private void room(int bytes) {
    if (length + bytes > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + bytes));
    }
  }
}
