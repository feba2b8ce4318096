package dev.sluice.convert.decompress;

import dev.sluice.storage.ChannelDecorator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** {@link MeteredStream} for files that are read at any position. */
final class MeteredChannel extends ChannelDecorator {
  private final LongConsumer meter;
  private @Nullable IOException failure;

  MeteredChannel(SeekableByteChannel in, LongConsumer meter) {
    super(in);
    this.meter = meter;
  }

  /** How reading failed; null if it did not. */
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public int read(ByteBuffer buffer) throws IOException {
    try {
      int read = super.read(buffer);
      if (read > 0) {
        meter.accept(read);
      }
      return read;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }
}
