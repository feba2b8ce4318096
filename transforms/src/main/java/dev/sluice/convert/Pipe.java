package dev.sluice.convert;

import dev.sluice.step.Interruption;
import dev.sluice.storage.ArrayInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Bytes from one thread to another, in order, and at most {@link #CAPACITY} of them on the way.
 * Neither side ever waits for one that has left: who writes may break off, and the reader fails;
 * who reads may stop, and what is written from then on is thrown away. An interrupt ends any wait.
 */
final class Pipe {
  static final int CAPACITY = 1 << 20;

  private final byte[] ring = new byte[CAPACITY];
  private long written;
  private long read;
  private boolean ended;
  private boolean broken;
  private boolean unread;

  /** Writes all of it, as soon as there is room. */
  synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      awaitUntil(() -> written - read < CAPACITY || unread);
      if (unread) {
        return;
      }
      int count = portion(written, CAPACITY - (written - read), length - done);
      System.arraycopy(bytes, offset + done, ring, index(written), count);
      written += count;
      done += count;
      notifyAll();
    }
  }

  /** Tells the reader that this was all. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Tells the reader that no end will come. */
  synchronized void breakOff() {
    broken = true;
    notifyAll();
  }

  /** The side that reads; closing it is {@link #stopReading()}. */
  InputStream input() {
    return new Reading();
  }

  /** From now on throws away what is written. */
  synchronized void stopReading() {
    unread = true;
    notifyAll();
  }

  /** Stops reading, and waits for the end. */
  synchronized void awaitEnd() throws IOException {
    stopReading();
    awaitUntil(() -> ended || broken);
    requireUnbroken();
  }

  private synchronized int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length == 0) {
      return 0;
    }
    awaitUntil(() -> read < written || ended || broken);
    requireUnbroken();
    int count = portion(read, written - read, length);
    System.arraycopy(ring, index(read), bytes, offset, count);
    read += count;
    notifyAll();
    return count == 0 ? -1 : count;
  }

  /** How many bytes can be moved at once from or to a place in the ring. */
  private static int portion(long position, long available, int wanted) {
    return (int) Math.min(Math.min(available, wanted), CAPACITY - index(position));
  }

  private static int index(long position) {
    return (int) (position % CAPACITY);
  }

  private void requireUnbroken() throws IOException {
    if (broken) {
      throw new IOException("Cannot read further: the transfer was given up");
    }
  }

  private synchronized void awaitUntil(BooleanSupplier condition) throws IOException {
    try {
      while (!condition.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  private final class Reading extends ArrayInput {
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return Pipe.this.read(bytes, offset, length);
    }

    @Override
    public void close() {
      stopReading();
    }
  }
}
