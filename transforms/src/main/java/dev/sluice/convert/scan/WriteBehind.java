package dev.sluice.convert.scan;

import dev.sluice.step.Interruption;
import dev.sluice.step.OwnedThreads;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Hands records on to a sink, in order, on a thread of its own: what becomes of them takes no time
 * of whoever makes them, unless they come faster than they go. What the sink throws, the next call
 * does.
 */
final class WriteBehind implements Closeable {
  /** How many blocks may wait. */
  private static final int ROOM = 2;

  private final BlockSink sink;
  private final RecordPool pool;
  private final Runnable failed;
  private final OwnedThreads threads = new OwnedThreads();
  private final BlockingQueue<RecordBlock> waiting = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(ROOM);
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  /**
   * @param pool gets each block back
   * @param failed is told when the sink has failed, so that somebody makes the next call
   */
  WriteBehind(BlockSink sink, RecordPool pool, Runnable failed) {
    this.sink = sink;
    this.pool = pool;
    this.failed = failed;
    threads.start("sluice-write", this::write);
  }

  /** Hands a block on; large ones, of which there should not be several, are waited for. */
  void write(RecordBlock block) throws IOException {
    take(1);
    waiting.add(block);
    if (block.isLarge()) {
      drain();
    }
  }

  /** Waits until the sink has all. */
  void drain() throws IOException {
    take(ROOM);
    room.release(ROOM);
  }

  private void take(int permits) throws IOException {
    try {
      room.acquire(permits);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
    Throwable thrown = failure;
    if (thrown instanceof IOException io) {
      throw io;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw new IllegalStateException("a sink failed: " + thrown, thrown);
    }
  }

  private void write() {
    try {
      while (!closed) {
        RecordBlock block = waiting.take();
        try {
          if (failure == null) {
            hand(block);
          }
          pool.give(block);
        } finally {
          room.release();
        }
      }
    } catch (InterruptedException e) {
      // Nobody hands on any more.
    }
  }

  private void hand(RecordBlock block) {
    try {
      sink.block(block);
    } catch (Throwable e) {
      failure = e;
      failed.run();
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.close();
  }
}
