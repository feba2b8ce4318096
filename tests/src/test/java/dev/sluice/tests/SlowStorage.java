package dev.sluice.tests;

import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.Storage;
import dev.sluice.storage.StorageDecorator;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A disk that takes its time: each stream reads and writes so many bytes a second at most. */
final class SlowStorage extends StorageDecorator {
  private static final long serialVersionUID = 1;

  private final long bytesPerSecond;

  SlowStorage(Storage storage, long bytesPerSecond) {
    super(storage);
    this.bytesPerSecond = bytesPerSecond;
  }

  private void spend(long bytes) {
    LockSupport.parkNanos(bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
  }

  @Override
  public InputStream read(URI file, long offset) throws IOException {
    return new FilterInputStream(super.read(file, offset)) {
      @Override
      public int read() throws IOException {
        spend(1);
        return super.read();
      }

      @Override
      public int read(byte[] buffer, int from, int length) throws IOException {
        int count = super.read(buffer, from, length);
        spend(Math.max(0, count));
        return count;
      }
    };
  }

  @Override
  public AtomicOutput create(URI file) throws IOException {
    AtomicOutput out = super.create(file);
    return new AtomicOutput() {
      @Override
      public void write(int b) throws IOException {
        spend(1);
        out.write(b);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        spend(length);
        out.write(bytes, offset, length);
      }

      @Override
      public void commit() throws IOException {
        out.commit();
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }
}
