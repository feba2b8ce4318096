package dev.sluice.step;

import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.ChannelDecorator;
import dev.sluice.storage.Storage;
import dev.sluice.storage.StorageDecorator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A storage whose reads and writes are told to a clock. */
final class MeasuredStorage extends StorageDecorator {
  private static final long serialVersionUID = 1;

  private final transient StepClock clock;

  MeasuredStorage(Storage storage, StepClock clock) {
    super(storage);
    this.clock = clock;
  }

  @Override
  public InputStream read(URI file, long offset) throws IOException {
    return clock.measured(super.read(file, offset));
  }

  @Override
  public SeekableByteChannel open(URI file) throws IOException {
    return new MeasuredChannel(super.open(file));
  }

  @Override
  public AtomicOutput create(URI file) throws IOException {
    return new MeasuredOutput(super.create(file));
  }

  private final class MeasuredOutput extends AtomicOutput {
    private final AtomicOutput out;

    MeasuredOutput(AtomicOutput out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      long started = System.nanoTime();
      out.write(bytes, offset, length);
      clock.wroteSince(started, length);
    }

    @Override
    public void commit() throws IOException {
      long started = System.nanoTime();
      out.commit();
      clock.wroteSince(started, 0);
    }

    @Override
    public void commitUnforced() throws IOException {
      long started = System.nanoTime();
      out.commitUnforced();
      clock.wroteSince(started, 0);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  private final class MeasuredChannel extends ChannelDecorator {
    MeasuredChannel(SeekableByteChannel channel) {
      super(channel);
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
      long started = System.nanoTime();
      int count = super.read(buffer);
      clock.readSince(started, count);
      return count;
    }
  }
}
