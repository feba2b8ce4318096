package dev.sluice.compress;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes gzip (RFC 1952): one member, as readers that know no other want it, whose stretches are
 * deflated at the same time.
 *
 * <p>Memory: two stretches, and two for each thread at work.
 */
final class GzipOutput extends OutputStream {
  /** Deflated, without a name or a time, by a system that is not told. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  /** An empty block that is marked as the last one (RFC 1951). */
  private static final byte[] LAST_BLOCK = {3, 0};

  private final OutputStream out;
  private final SpareThreads threads;
  private final List<GzipStretch> all = new ArrayList<>();
  private final Deque<GzipStretch> inOrder = new ArrayDeque<>();
  private final Deque<GzipStretch> unused = new ArrayDeque<>();
  private final CRC32 crc = new CRC32();
  private GzipStretch filling;
  private long bytes;
  private boolean broken;
  private boolean closed;

  /** Begins a file; the threads end with it. */
  GzipOutput(OutputStream out, SpareThreads threads) throws IOException {
    this.out = out;
    this.threads = threads;
    out.write(HEADER);
    this.filling = unusedStretch();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("Cannot write gzip: it is closed");
    }
    crc.update(from, offset, length);
    bytes += length;
    int added = 0;
    while (added < length) {
      added += filling.add(from, offset + added, length - added);
      if (filling.isFull()) {
        GzipStretch next = unusedStretch();
        next.follow(filling);
        handOn(filling);
        filling = next;
      }
    }
  }

  private GzipStretch unusedStretch() {
    if (unused.isEmpty()) {
      GzipStretch made = new GzipStretch();
      all.add(made);
      return made;
    }
    return unused.remove();
  }

  private void handOn(GzipStretch stretch) throws IOException {
    inOrder.add(stretch);
    threads.offer(stretch.deflating());
    // Each thread has one at hand and one to go on with.
    while (!inOrder.isEmpty()
        && (inOrder.element().isDone() || inOrder.size() > 2 * threads.working())) {
      writeFirst();
    }
  }

  private void writeFirst() throws IOException {
    GzipStretch first = inOrder.remove();
    broken = true;
    while (!first.isDone() && threads.workOne()) {
      // Rather than wait.
    }
    first.writeTo(out);
    broken = false;
    unused.add(first);
  }

  /** Passes nothing on but what is there compressed: what is written never depends on it. */
  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** Ends the file, unless writing failed, and the threads. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (OutputStream last = out;
        SpareThreads ended = threads) {
      if (!broken) {
        finish(last);
      }
    } finally {
      all.forEach(GzipStretch::close);
    }
  }

  private void finish(OutputStream last) throws IOException {
    if (!filling.isEmpty()) {
      handOn(filling);
    }
    while (!inOrder.isEmpty()) {
      writeFirst();
    }
    last.write(LAST_BLOCK);
    ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    last.write(trailer.putInt((int) crc.getValue()).putInt((int) bytes).array());
  }
}
