package dev.sluice.convert.decompress;

import com.github.luben.zstd.ZstdDecompressCtx;
import dev.sluice.storage.ArrayInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The frames of a zstd stream (RFC 8878) one after another. zstd-jni's own {@code ZstdInputStream}
 * takes an end within any frame but the first for the stream's end.
 */
final class ZstdFrames extends ArrayInput {
  private final InputStream in;
  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private final ByteBuffer source = ByteBuffer.allocateDirect(InputFormat.BUFFER_BYTES).limit(0);
  private final ByteBuffer target = ByteBuffer.allocateDirect(InputFormat.BUFFER_BYTES).limit(0);
  private final byte[] block = new byte[InputFormat.BUFFER_BYTES];
  private boolean betweenFrames = true;
  private boolean moreInside;

  ZstdFrames(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    while (!target.hasRemaining()) {
      if (!source.hasRemaining() && !moreInside && !fill()) {
        return -1;
      }
      target.clear();
      betweenFrames = zstd.decompressDirectByteBufferStream(target, source);
      // A full target may have left something in the decoder, which has to come out first.
      moreInside = !betweenFrames && !target.hasRemaining();
      target.flip();
    }
    int count = Math.min(length, target.remaining());
    target.get(buffer, offset, count);
    return count;
  }

  private boolean fill() throws IOException {
    int read = in.read(block, 0, block.length);
    if (read < 0) {
      if (!betweenFrames) {
        throw new EOFException("it ends within a frame");
      }
      return false;
    }
    source.clear().put(block, 0, read).flip();
    return true;
  }

  @Override
  public void close() throws IOException {
    zstd.close();
    in.close();
  }
}
