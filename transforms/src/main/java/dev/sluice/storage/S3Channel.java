package dev.sluice.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Reads an object by windows of it, one request each: first a small one, and the further it is read
 * in order the larger ones, the next of which is fetched while one is being read. So no connection
 * waits for a slow reader, the end of a file costs little, and a whole one takes few requests. Not
 * for use by two threads at once.
 *
 * <p>Memory: one window of {@value #SMALL} bytes; two of up to {@value #LARGE} as far as {@link
 * S3Memory} lets it.
 */
final class S3Channel implements SeekableByteChannel {
  private static final int FIRST = 64 * 1024;
  private static final int SMALL = 256 * 1024;
  private static final int LARGE = 4 * 1024 * 1024;

  private final S3Reading object;
  private long position;
  private byte[] window;
  private long windowStart;
  private int windowSize = FIRST;
  private long held;
  private @Nullable Ahead ahead;
  private boolean open = true;

  private S3Channel(S3Reading object, long position) throws IOException {
    this.object = object;
    this.position = position;
    this.window = object.read(position, FIRST);
    this.windowStart = position;
  }

  /**
   * Opens an object.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  static S3Channel open(S3Reading object, long position) throws IOException {
    return new S3Channel(object, position);
  }

  /** A window on its way; when it is not waited for any more, what comes is dropped. */
  private static final class Ahead extends FutureTask<byte[]> {
    private final long start;

    Ahead(S3Reading object, long start, int length) {
      super(() -> object.read(start, length));
      this.start = start;
    }
  }

  @Override
  public int read(ByteBuffer to) throws IOException {
    requireOpen();
    if (!to.hasRemaining()) {
      return 0;
    }
    if (position >= object.size()) {
      return -1;
    }
    if (position < windowStart || position >= windowStart + window.length) {
      turn();
    }
    int at = (int) (position - windowStart);
    int count = Math.min(to.remaining(), window.length - at);
    to.put(window, at, count);
    position += count;
    return count;
  }

  /** Gets the window that begins at the position. */
  private void turn() throws IOException {
    boolean inOrder = position == windowStart + window.length;
    window = new byte[0];
    if (inOrder) {
      grow();
    } else {
      forgetAhead();
      windowSize = FIRST;
    }
    Ahead fetched = ahead;
    ahead = null;
    window =
        fetched != null && fetched.start == position
            ? await(fetched)
            : object.read(position, windowSize);
    windowStart = position;
    long next = windowStart + window.length;
    if (inOrder && held > 0 && next < object.size()) {
      ahead = new Ahead(object, next, windowSize);
      S3Threads.pool().execute(ahead);
    }
  }

  private void grow() {
    if (windowSize < SMALL) {
      windowSize = SMALL;
      return;
    }
    int larger = Math.min(LARGE, windowSize * 2);
    long more = 2L * larger - held;
    if (more > 0 && S3Memory.tryTake(more)) {
      held += more;
      windowSize = larger;
    }
  }

  private byte[] await(Ahead fetched) throws IOException {
    try {
      return fetched.get();
    } catch (InterruptedException e) {
      fetched.cancel(true);
      Thread.currentThread().interrupt();
      throw S3Failures.interrupted("read", object.place(), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IOException("Cannot read %s: %s".formatted(object.place(), e.getCause()), e);
    }
  }

  private void forgetAhead() {
    if (ahead != null) {
      ahead.cancel(true);
      ahead = null;
    }
  }

  @Override
  public long position() throws IOException {
    requireOpen();
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    requireOpen();
    if (newPosition < 0) {
      throw new IllegalArgumentException("position: " + newPosition + " (expected 0 or more)");
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() throws IOException {
    requireOpen();
    return object.size();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    forgetAhead();
    window = new byte[0];
    S3Memory.giveBack(held);
    held = 0;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  private void requireOpen() throws ClosedChannelException {
    if (!open) {
      throw new ClosedChannelException();
    }
  }
}
