package dev.sluice.convert;

import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.ChannelDecorator;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.StorageDecorator;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** A storage in memory that counts what was opened and not closed. */
public final class MemoryFiles extends StorageDecorator {
  private static final long serialVersionUID = 1;

  private final transient Map<String, byte[]> files;
  private final AtomicInteger open = new AtomicInteger();

  public MemoryFiles(Map<String, byte[]> files) {
    super(new LocalStorage()); // Which is asked for nothing.
    this.files = files;
  }

  public static URI uri(String name) {
    return URI.create("memory:/" + name);
  }

  /** How many streams and channels are open. */
  public int open() {
    return open.get();
  }

  private byte[] bytes(URI file) throws IOException {
    byte[] bytes = files.get(file.getPath().substring(1));
    if (bytes == null) {
      throw new NoSuchFileException(file.toString());
    }
    return bytes;
  }

  @Override
  public InputStream read(URI file, long offset) throws IOException {
    byte[] bytes = bytes(file);
    open.incrementAndGet();
    return new FilterInputStream(
        new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset)) {
      private boolean closed;

      @Override
      public void close() {
        open.addAndGet(closed ? 0 : -1);
        closed = true;
      }
    };
  }

  @Override
  public SeekableByteChannel open(URI file) throws IOException {
    SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel(bytes(file));
    open.incrementAndGet();
    return new ChannelDecorator(channel) {
      @Override
      public int write(ByteBuffer buffer) {
        throw new AssertionError("written");
      }

      @Override
      public SeekableByteChannel truncate(long size) {
        throw new AssertionError("truncated");
      }

      @Override
      public void close() {
        open.addAndGet(channel.isOpen() ? -1 : 0);
        channel.close();
      }
    };
  }

  @Override
  public AtomicOutput create(URI file) {
    throw new AssertionError("created " + file);
  }

  @Override
  public boolean exists(URI file) {
    return files.containsKey(file.getPath().substring(1));
  }

  @Override
  public List<URI> list(URI folder) {
    throw new AssertionError("listed " + folder);
  }

  @Override
  public void delete(URI file) {
    throw new AssertionError("deleted " + file);
  }

  @Override
  public void deleteFolder(URI folder) {
    throw new AssertionError("deleted " + folder);
  }
}
