package dev.sluice.convert.reference;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * A document's characters, decoded strictly, with the way back from a character's position to its
 * byte's: parsers count characters, people look bytes up. It works for what was read last, which is
 * where a parser can stop.
 */
final class DecodedText extends Reader {
  private final InputStream in;
  private final TextEncoding encoding;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
  private Chunk last = new Chunk();
  private Chunk lastButOne = new Chunk();
  private long bytesRead;
  private long charsRead;
  private boolean ended;

  private DecodedText(InputStream in, TextEncoding encoding) {
    this.in = in;
    this.encoding = encoding;
    this.decoder =
        encoding
            .charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    bytes.limit(0);
  }

  /** A document that tells by its beginning how its characters are encoded. */
  static DecodedText of(InputStream in) throws IOException {
    byte[] first = in.readNBytes(TextEncoding.SNIFFED_BYTES);
    DecodedText text = new DecodedText(in, TextEncoding.of(first));
    text.bytes.clear().put(first).flip().position(text.encoding.markBytes());
    text.bytesRead = first.length;
    return text;
  }

  /** The same, from somewhere within one that is in UTF-8. */
  static DecodedText within(InputStream in) {
    return new DecodedText(in, new TextEncoding(UTF_8, 0));
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    if (length < 2) {
      throw new IllegalArgumentException("length: " + length + " (expected room for a pair)");
    }
    CharBuffer chars = CharBuffer.wrap(buffer, offset, length);
    while (true) {
      long from = bytesRead - bytes.remaining();
      CoderResult result = decoder.decode(bytes, chars, ended);
      int count = chars.position() - offset;
      // What comes before a malformed byte goes out first, so that it is known where it stands.
      if (count > 0) {
        remember(buffer, offset, count, from);
        return count;
      }
      if (result.isError()) {
        throw new MalformedTextException(
            "the bytes are not " + encoding.charset(), bytesRead - bytes.remaining());
      }
      if (ended) {
        return -1;
      }
      fill();
    }
  }

  private void fill() throws IOException {
    bytes.compact();
    int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
    if (read < 0) {
      ended = true;
    } else {
      bytesRead += read;
      bytes.position(bytes.position() + read);
    }
    bytes.flip();
  }

  private void remember(char[] buffer, int offset, int count, long from) {
    Chunk chunk = lastButOne;
    lastButOne = last;
    last = chunk;
    chunk.set(buffer, offset, count, charsRead, from);
    charsRead += count;
  }

  /** How many bytes came in so far, the undecoded ones included. */
  long bytesRead() {
    return bytesRead;
  }

  /**
   * Where a character stands.
   *
   * @param character how many characters come before it, of which only the lower 32 bits need be
   *     right: StAX has no more
   * @return its offset in bytes, the byte order mark included, or -1 if it was read too long ago
   */
  long byteOffset(long character) {
    long exact = charsRead - Integer.toUnsignedLong((int) charsRead - (int) character);
    for (Chunk chunk : new Chunk[] {last, lastButOne}) {
      long within = exact - chunk.firstChar;
      if (within >= 0 && within <= chunk.length) {
        return chunk.firstByte
            + new String(chunk.chars, 0, (int) within).getBytes(encoding.charset()).length;
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private static final class Chunk {
    char[] chars = new char[0];
    int length;
    long firstChar;
    long firstByte;

    void set(char[] buffer, int offset, int count, long firstChar, long firstByte) {
      if (chars.length < count) {
        chars = new char[count];
      }
      System.arraycopy(buffer, offset, chars, 0, count);
      this.length = count;
      this.firstChar = firstChar;
      this.firstByte = firstByte;
    }
  }
}
