package dev.sluice.step;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Pieces of one work done by several threads, whose results are taken in the order in which the
 * pieces were added, by the thread that adds them. At most one piece for each thread and one more
 * are on their way. The threads hold the cores that were free when it was made, and one more;
 * closing it ends them.
 */
public final class SideBySide implements AutoCloseable {
  private final Cores.Spare cores = Cores.takeSpare(Cores.COUNT - 1);
  private final OwnedThreads threads = new OwnedThreads();
  private final BlockingQueue<Runnable> begun = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  /** Starts the threads. */
  public SideBySide(String name) {
    for (int i = 0; i < threads(); i++) {
      threads.start("%s-%d".formatted(name, i), this::work);
    }
  }

  private int threads() {
    return cores.count() + 1;
  }

  /** The most pieces that are on their way at a time. */
  public int most() {
    return threads() + 1;
  }

  /** Takes a result. */
  @FunctionalInterface
  public interface Taking<T> {
    void take(T result) throws IOException, InterruptedException;
  }

  /** A work whose results go to a taker. */
  public <T> Pieces<T> pieces(Taking<T> taking) {
    return new Pieces<>(taking);
  }

  private void work() {
    try {
      // A piece that is interrupted takes the interruption for its own.
      while (!closed) {
        begun.take().run();
      }
    } catch (InterruptedException e) {
      // There is no more work.
    }
  }

  @Override
  public void close() {
    closed = true;
    begun.clear();
    threads.close();
    cores.close();
  }

  /** The pieces of one work. */
  public final class Pieces<T> {
    private final Taking<T> taking;
    private final Deque<FutureTask<T>> inOrder = new ArrayDeque<>();

    private Pieces(Taking<T> taking) {
      this.taking = taking;
    }

    /** Has a piece done, once there are not too many on their way. */
    public void add(Callable<T> piece) throws IOException, InterruptedException {
      while (!inOrder.isEmpty() && (inOrder.size() >= most() || inOrder.element().isDone())) {
        takeFirst();
      }
      FutureTask<T> task = new FutureTask<>(piece);
      inOrder.add(task);
      begun.add(task);
    }

    /** Waits for all of the pieces. */
    public void finish() throws IOException, InterruptedException {
      while (!inOrder.isEmpty()) {
        takeFirst();
      }
    }

    private void takeFirst() throws IOException, InterruptedException {
      try {
        taking.take(inOrder.remove().get());
      } catch (ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof IOException io) {
          throw io;
        }
        if (cause instanceof InterruptedException interrupted) {
          throw interrupted;
        }
        if (cause instanceof Error error) {
          throw error;
        }
        throw new IllegalStateException(cause);
      }
    }
  }
}
