package dev.sluice.sort;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Fills chunks with the lines of inputs, one input after another, one chunk at a time: each chunk
 * has what follows the one before. Lines end at line feeds (0x0A); an input's last one may lack it.
 */
final class ChunkReader implements Closeable {
  /** A read takes as much memory again outside the heap. */
  private static final int READ_BYTES = 256 * 1024;

  /** Held while a chunk is filled: perhaps for long, since an input may wait for more. */
  private final ReentrantLock filling = new ReentrantLock();

  private final Iterator<LineInput> inputs;
  private final LongConsumer meter;
  private @Nullable LineInput input;
  private @Nullable InputStream in;
  private long offset;
  private byte[] rest = new byte[0];
  private int chunks;
  private long position;
  private volatile boolean ended;
  private volatile boolean closed;

  /**
   * A reader of inputs.
   *
   * @param meter takes the bytes read since it was last told, from any thread, one at a time
   */
  ChunkReader(List<LineInput> inputs, LongConsumer meter) {
    this.inputs = inputs.iterator();
    this.meter = meter;
  }

  /** Whether there are no more lines for another chunk. */
  boolean ended() {
    return ended;
  }

  /** Gives no more lines. */
  void end() {
    ended = true;
  }

  /** Fills a chunk; false if there is nothing left for it. */
  boolean fill(LineChunk chunk) throws IOException, InterruptedException {
    filling.lockInterruptibly();
    try {
      return fillNext(chunk);
    } finally {
      if (closed) {
        closeInput();
      }
      filling.unlock();
    }
  }

  private boolean fillNext(LineChunk chunk) throws IOException, InterruptedException {
    if (ended) {
      return false;
    }
    chunk.begin(chunks++);
    if (input != null) {
      chunk.of(input, offset - rest.length);
      chunk.add(rest, 0, rest.length);
      rest = new byte[0];
    }
    while (true) {
      if (in == null && !open(chunk)) {
        ended = true;
        break;
      }
      if (chunk.room() > 0) {
        if (!read(chunk) && (chunk.inputs().goOn() || chunk.room() < chunk.end())) {
          break; // What is in order in two files is not, together.
        }
      } else if (isCut(chunk)) {
        break;
      }
      Interrupts.check();
    }
    chunk.position(position);
    position += chunk.end();
    ended = ended || (input == null && !inputs.hasNext());
    return chunk.end() > 0;
  }

  private boolean open(LineChunk chunk) throws IOException {
    if (!inputs.hasNext()) {
      return false;
    }
    input = inputs.next();
    in = input.source().open();
    offset = 0;
    chunk.of(input, 0);
    return true;
  }

  /** Reads on; false if an input has ended. */
  private boolean read(LineChunk chunk) throws IOException {
    InputStream from = in;
    if (from == null) {
      return false;
    }
    int count = from.read(chunk.array(), chunk.end(), Math.min(chunk.room(), READ_BYTES));
    if (count >= 0) {
      chunk.end(chunk.end() + count);
      offset += count;
      meter.accept(count);
      return true;
    }
    if (offset > 0 && chunk.end() > 0 && chunk.array()[chunk.end() - 1] != '\n') {
      chunk.endLine();
      meter.accept(1);
    }
    closeInput();
    input = null;
    return false;
  }

  /** Cuts a full chunk after its last whole line; if it has none, makes room for more of it. */
  private boolean isCut(LineChunk chunk) throws LineException {
    byte[] array = chunk.array();
    int cut = chunk.end();
    while (cut > 0 && array[cut - 1] != '\n') {
      cut--;
    }
    if (cut == 0) {
      if (!chunk.grow()) {
        throw new LineException(
            chunk,
            0,
            "it is too long (expected %d bytes at most)".formatted(RunFormat.MOST_RECORD_BYTES),
            null);
      }
      return false;
    }
    rest = Arrays.copyOfRange(array, cut, chunk.end());
    chunk.end(cut);
    return true;
  }

  /** Closes the input that is open; who is reading from it does so when it has come back. */
  @Override
  public void close() throws IOException {
    closed = true;
    if (filling.tryLock()) {
      try {
        closeInput();
      } finally {
        filling.unlock();
      }
    }
  }

  private void closeInput() throws IOException {
    InputStream open = in;
    in = null;
    if (open != null) {
      open.close();
    }
  }
}
