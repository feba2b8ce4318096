package dev.sluice.storage;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The process's threads for sending parts and reading ahead; those that have nothing to do end. */
final class S3Threads {
  private static final int MOST = 16;
  private static final AtomicInteger STARTED = new AtomicInteger();
  private static final ExecutorService POOL = create();

  private S3Threads() {}

  static ExecutorService pool() {
    return POOL;
  }

  /** What has to be done to its end, however often its caller is told to stop. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does it in a thread of its own and waits for its end: the SDK refuses an interrupted thread,
   * and who is told to stop can be told again.
   */
  static <T> T toItsEnd(Work<T> work) throws IOException {
    FutureTask<T> task = new FutureTask<>(work::run);
    thread(task).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A thread of that kind, not started. */
  static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "sluice-s3-" + STARTED.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  private static ExecutorService create() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            MOST,
            MOST,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // As long as S3Memory lets it be.
            S3Threads::thread);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
