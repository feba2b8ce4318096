package dev.sluice.convert.decompress;

import dev.sluice.storage.ArrayInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The members of a gzip file (RFC 1952) one after another, lengths and checksums checked. All that
 * comes out before an error is read before the error is thrown.
 */
final class GzipMembers extends ArrayInput {
  private static final int MAGIC = 0x1f8b;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final DeflateDecoder decoder = new DeflateDecoder();
  private final CRC32 crc = new CRC32();
  private final CRC32 headerCrc = new CRC32();
  private final byte[] input = new byte[InputFormat.BUFFER_BYTES];
  private int from;
  private int to;
  private boolean inMember;
  private boolean ended;
  private @Nullable IOException failure;

  GzipMembers(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    if (failure != null) {
      throw failure;
    }
    int count = 0;
    try {
      while (count < length && !ended) {
        if (!inMember) {
          begin();
        } else if (decoder.finished()) {
          end();
        } else {
          try {
            decoder.decode(buffer, offset + count, offset + length);
          } finally {
            crc.update(buffer, offset + count, decoder.written());
            count += decoder.written();
          }
          if (!decoder.finished() && count < length) {
            supply();
          }
        }
      }
    } catch (DataFormatException e) {
      failure = new IOException(e.getMessage(), e);
    } catch (IOException e) {
      failure = e;
    }
    if (count == 0 && failure != null) {
      throw failure;
    }
    return count == 0 ? -1 : count;
  }

  private void begin() throws IOException {
    if (from == to && !fill()) {
      ended = true;
      return;
    }
    headerCrc.reset();
    if (((next() << 8) | next()) != MAGIC) {
      throw new IOException("something that is no member follows");
    }
    int method = next();
    int flags = next();
    if (method != DEFLATE || (flags & RESERVED) != 0) {
      throw new IOException("a member is of no known kind");
    }
    for (int i = 0; i < 6; i++) {
      next();
    }
    if ((flags & EXTRA) != 0) {
      for (int left = next() | (next() << 8); left > 0; left--) {
        next();
      }
    }
    skipText((flags & NAME) != 0);
    skipText((flags & COMMENT) != 0);
    int sum = (int) headerCrc.getValue() & 0xffff;
    if ((flags & HEADER_CRC) != 0 && (next() | (next() << 8)) != sum) {
      throw new IOException("a member's header has another checksum");
    }
    crc.reset();
    decoder.reset();
    decoder.input(input, from, to);
    inMember = true;
  }

  private void skipText(boolean there) throws IOException {
    while (there && next() != 0) {
      // Nobody asks for it.
    }
  }

  private void end() throws IOException {
    from = decoder.position();
    long sum = number();
    long size = number();
    if (sum != crc.getValue()) {
      throw new IOException("a member has another checksum");
    }
    if (size != (decoder.total() & 0xffffffffL)) {
      throw new IOException("a member has another length");
    }
    inMember = false;
  }

  private void supply() throws IOException {
    if (!fill()) {
      throw new EOFException("it ends too early");
    }
    decoder.input(input, from, to);
  }

  private long number() throws IOException {
    return next() | (next() << 8) | (next() << 16) | ((long) next() << 24);
  }

  private int next() throws IOException {
    if (from == to && !fill()) {
      throw new EOFException("it ends within a header or trailer");
    }
    int value = input[from++] & 0xff;
    headerCrc.update(value);
    return value;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(input, 0, input.length));
    return to > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
