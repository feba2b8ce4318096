package dev.sluice.sort;

import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.StorageDecorator;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** The local disk, with every stream counted until it is closed; writing can be made to fail. */
final class CountingStorage extends StorageDecorator {
  private static final long serialVersionUID = 1;

  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger openForReading = new AtomicInteger();
  final AtomicInteger mostOpenForReading = new AtomicInteger();
  final AtomicInteger created = new AtomicInteger();

  /** How many bytes may be written before the disk is full. */
  long room = Long.MAX_VALUE;

  /** What it says of the room there is. */
  OptionalLong free = OptionalLong.empty();

  CountingStorage() {
    super(new LocalStorage());
  }

  @Override
  public InputStream read(URI file, long offset) throws IOException {
    InputStream in = super.read(file, offset);
    open.incrementAndGet();
    mostOpenForReading.accumulateAndGet(openForReading.incrementAndGet(), Math::max);
    return new FilterInputStream(in) {
      private boolean closed;

      @Override
      public void close() throws IOException {
        if (!closed) {
          closed = true;
          open.decrementAndGet();
          openForReading.decrementAndGet();
        }
        super.close();
      }
    };
  }

  @Override
  public OptionalLong freeBytes(URI folder) {
    return free;
  }

  @Override
  public AtomicOutput create(URI file) throws IOException {
    AtomicOutput out = super.create(file);
    created.incrementAndGet();
    open.incrementAndGet();
    return new CountedOutput(out);
  }

  private final class CountedOutput extends AtomicOutput {
    private final AtomicOutput out;
    private boolean closed;

    CountedOutput(AtomicOutput out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      room -= length;
      if (room < 0) {
        throw new IOException("No space left on device");
      }
      out.write(bytes, offset, length);
    }

    @Override
    public void commit() throws IOException {
      out.commit();
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        open.decrementAndGet();
      }
      out.close();
    }
  }
}
