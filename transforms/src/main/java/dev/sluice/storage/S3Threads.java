package dev.sluice.storage;

import java.util.concurrent.ExecutorService;
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

  private static ExecutorService create() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            MOST,
            MOST,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // As long as S3Memory lets it be.
            task -> {
              Thread thread = new Thread(task, "sluice-s3-" + STARTED.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
