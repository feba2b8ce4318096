package dev.sluice.compress;

import dev.sluice.step.Interruption;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * 256 KiB of a gzip file's content, or less at its end, deflated by any thread. The 32 KiB before
 * it are its dictionary; it ends at a whole byte.
 *
 * <p>Memory: less than 1 MiB, a part of it not the heap's.
 */
final class GzipStretch implements AutoCloseable {
  /** So much costs 0.2 % of what deflating at one go gives. */
  static final int BYTES = 256 * 1024;

  private static final int WINDOW = 32 * 1024;
  private static final int BUFFER_BYTES = 32 * 1024;

  private final byte[] bytes = new byte[WINDOW + BYTES];
  private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final ByteArrayOutputStream deflated = new ByteArrayOutputStream();
  private final OutputStream into =
      new DeflaterOutputStream(deflated, deflater, BUFFER_BYTES, true);
  private int window;
  private int length;
  private @Nullable FutureTask<ByteArrayOutputStream> deflating;

  /** Begins anew, after a full stretch. */
  void follow(GzipStretch before) {
    System.arraycopy(before.bytes, BYTES, bytes, 0, WINDOW);
    window = WINDOW;
    length = 0;
    deflating = null;
  }

  /** Adds as many of the bytes as there is room for, and returns how many. */
  int add(byte[] from, int offset, int count) {
    int added = Math.min(count, BYTES - length);
    System.arraycopy(from, offset, bytes, WINDOW + length, added);
    length += added;
    return added;
  }

  boolean isEmpty() {
    return length == 0;
  }

  boolean isFull() {
    return length == BYTES;
  }

  /** What deflates it, on whatever thread, and keeps a failure for {@link #writeTo}. */
  Runnable deflating() {
    FutureTask<ByteArrayOutputStream> task = new FutureTask<>(this::deflate);
    deflating = task;
    return task;
  }

  private ByteArrayOutputStream deflate() throws IOException {
    deflater.reset();
    deflater.setDictionary(bytes, 0, window);
    deflated.reset();
    into.write(bytes, WINDOW, length);
    into.flush();
    return deflated;
  }

  boolean isDone() {
    return deflating != null && deflating.isDone();
  }

  /** Waits until it is deflated, and writes that. */
  void writeTo(OutputStream out) throws IOException {
    if (deflating == null) {
      throw new IllegalStateException("Cannot write a stretch that nobody was to deflate");
    }
    try {
      deflating.get().writeTo(out);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IOException("Cannot compress: " + e.getCause(), e.getCause());
    }
  }

  @Override
  public void close() {
    deflater.end();
  }
}
