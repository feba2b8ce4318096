package dev.sluice.convert.decompress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** {@link MeteredStream} for files that are read at any position. */
final class MeteredChannel implements SeekableByteChannel {
  private final SeekableByteChannel in;
  private final LongConsumer meter;
  private @Nullable IOException failure;

  MeteredChannel(SeekableByteChannel in, LongConsumer meter) {
    this.in = in;
    this.meter = meter;
  }

  /** How reading failed; null if it did not. */
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    try {
      int read = in.read(buffer);
      if (read > 0) {
        meter.accept(read);
      }
      return read;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public int write(ByteBuffer buffer) throws IOException {
    return in.write(buffer);
  }

  @Override
  public long position() throws IOException {
    return in.position();
  }

  @Override
  public SeekableByteChannel position(long position) throws IOException {
    in.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return in.size();
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    in.truncate(size);
    return this;
  }

  @Override
  public boolean isOpen() {
    return in.isOpen();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
