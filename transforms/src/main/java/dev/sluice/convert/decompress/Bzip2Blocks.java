package dev.sluice.convert.decompress;

import dev.sluice.step.Interruption;
import dev.sluice.step.OwnedThreads;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a bzip2 file in its order, decoded ahead by threads: who is free takes the next.
 */
final class Bzip2Blocks implements Closeable {
  /** What a thread found, told to the one that reads. */
  private interface Outcome<T> {
    @Nullable T get() throws IOException;

    static <T> Outcome<T> of(@Nullable T value) {
      return () -> value;
    }

    static <T> Outcome<T> failed(Throwable cause) {
      return () -> {
        if (cause instanceof Error error) {
          throw error;
        }
        throw cause instanceof IOException io ? io : new IOException(cause.toString(), cause);
      };
    }
  }

  private final Bzip2Splitter splitter;
  private final int count;
  private final OwnedThreads threads = new OwnedThreads();
  private final BlockingQueue<Outcome<DecodedBlock>> inOrder = new LinkedBlockingQueue<>();
  private final Semaphore room;
  private final ReentrantLock reading = new ReentrantLock();

  /** Of the thread that reads. */
  private final Bzip2Symbols readers = new Bzip2Symbols();

  private boolean ended;
  private boolean read;

  /**
   * Starts the threads.
   *
   * @param count how many, 0 if blocks are decoded when they are asked for
   */
  Bzip2Blocks(Bzip2Splitter splitter, int count) {
    this.splitter = splitter;
    this.count = count;
    this.room = new Semaphore(count + 2);
    for (int i = 1; i <= count; i++) {
      threads.start("sluice-bunzip-" + i, this::decodeAhead);
    }
  }

  /** The next block; null after the last one. */
  @Nullable DecodedBlock next() throws IOException {
    if (count == 0) {
      Bzip2Block block = splitter.next();
      return block == null ? null : DecodedBlock.of(block, readers);
    }
    if (read) {
      return null;
    }
    DecodedBlock next = take(inOrder);
    read = next == null;
    room.release();
    return next;
  }

  private static <T> @Nullable T take(BlockingQueue<Outcome<T>> queue) throws IOException {
    try {
      return queue.take().get();
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  private void decodeAhead() {
    Bzip2Symbols symbols = new Bzip2Symbols();
    try {
      Ahead block = takeNext();
      while (block != null) {
        block.decode(symbols);
        block = takeNext();
      }
    } catch (InterruptedException e) {
      // Nobody reads any more.
    }
  }

  private @Nullable Ahead takeNext() throws InterruptedException {
    room.acquire();
    reading.lockInterruptibly();
    try {
      if (ended) {
        return null;
      }
      Bzip2Block block = splitter.next();
      Ahead ahead = block == null ? null : new Ahead(block);
      ended = ahead == null;
      inOrder.add(Outcome.of(ahead));
      return ahead;
    } catch (Throwable e) {
      ended = true;
      inOrder.add(Outcome.failed(e));
      return null;
    } finally {
      reading.unlock();
    }
  }

  @Override
  public void close() {
    threads.close();
  }

  /** A block that a thread decodes. */
  private static final class Ahead implements DecodedBlock {
    private final Bzip2Block block;
    private final BlockingQueue<Outcome<DecodedBlock>> made = new LinkedBlockingQueue<>();
    private @Nullable DecodedBlock decoded;

    Ahead(Bzip2Block block) {
      this.block = block;
    }

    @Override
    public Bzip2Block block() {
      return block;
    }

    void decode(Bzip2Symbols symbols) {
      try {
        made.add(Outcome.of(DecodedBlock.of(block, symbols)));
      } catch (Throwable e) {
        made.add(Outcome.failed(e));
      }
    }

    @Override
    public @Nullable Chunk next() throws IOException {
      DecodedBlock content = decoded == null ? Objects.requireNonNull(take(made)) : decoded;
      decoded = content;
      return content.next();
    }
  }
}
