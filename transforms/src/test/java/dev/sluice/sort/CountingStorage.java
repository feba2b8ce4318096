package dev.sluice.sort;

import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Storage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The local disk, with every stream counted until it is closed; writing can be made to fail. */
final class CountingStorage implements Storage {
  private static final long serialVersionUID = 1;

  private final Storage disk = new LocalStorage();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger openForReading = new AtomicInteger();
  final AtomicInteger mostOpenForReading = new AtomicInteger();
  final AtomicInteger created = new AtomicInteger();

  /** How many bytes may be written before the disk is full. */
  long room = Long.MAX_VALUE;

  @Override
  public InputStream read(URI file, long offset) throws IOException {
    InputStream in = disk.read(file, offset);
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
  public SeekableByteChannel open(URI file) throws IOException {
    return disk.open(file);
  }

  @Override
  public AtomicOutput create(URI file) throws IOException {
    AtomicOutput out = disk.create(file);
    created.incrementAndGet();
    open.incrementAndGet();
    return new CountedOutput(out);
  }

  @Override
  public boolean exists(URI file) throws IOException {
    return disk.exists(file);
  }

  @Override
  public List<URI> list(URI folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public void delete(URI file) throws IOException {
    disk.delete(file);
  }

  @Override
  public void deleteFolder(URI folder) throws IOException {
    disk.deleteFolder(folder);
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
