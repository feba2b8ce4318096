package dev.sluice.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uploads of this process that are neither complete nor aborted. When it is told to end they
 * are aborted, and no other one begins: a thread that writes need not learn of the end by itself.
 */
final class S3OpenUploads {
  private static final Logger LOG = LoggerFactory.getLogger(S3OpenUploads.class);

  /** Whoever tells a process to end may kill it soon after. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** Of that, for parts that are on their way. */
  private static final Duration PARTS_PATIENCE = Duration.ofSeconds(2);

  private static final ReadWriteLock BEGINNING = new ReentrantReadWriteLock();
  private static final Set<S3Upload> OPEN = new HashSet<>();
  private static boolean hooked;
  private static boolean ending;
  private static volatile long partsDeadline = Long.MAX_VALUE;

  private S3OpenUploads() {}

  /** Begins an upload: the end of the process waits for its id. */
  static S3Upload begin(S3Place place, Supplier<S3Upload> beginning) throws IOException {
    BEGINNING.readLock().lock();
    try {
      synchronized (OPEN) {
        if (ending || !isHooked()) {
          throw new IOException("Cannot write %s: the process is ending".formatted(place));
        }
      }
      S3Upload upload = beginning.get();
      synchronized (OPEN) {
        OPEN.add(upload);
      }
      return upload;
    } finally {
      BEGINNING.readLock().unlock();
    }
  }

  /** Whether the end of the process will abort what is open: not if it has come already. */
  private static boolean isHooked() {
    if (!hooked) {
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(S3OpenUploads::abortAll, "sluice-s3-stop"));
        hooked = true;
      } catch (IllegalStateException e) {
        LOG.debug("No upload begins any more", e);
      }
    }
    return hooked;
  }

  static void ended(S3Upload upload) {
    synchronized (OPEN) {
      OPEN.remove(upload);
      OPEN.notifyAll();
    }
  }

  /** Whether whoever aborts may still wait for parts on their way: always, but at the end. */
  static boolean mayWaitForParts() {
    long deadline = partsDeadline;
    return deadline == Long.MAX_VALUE || System.nanoTime() - deadline < 0;
  }

  private static void abortAll() {
    long begun = System.nanoTime();
    partsDeadline = begun + PARTS_PATIENCE.toNanos();
    try {
      abortOpen();
      // Those that were beginning just now.
      if (BEGINNING.writeLock().tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        BEGINNING.writeLock().unlock(); // Whoever comes now is refused.
      } else {
        LOG.debug("An upload is beginning still");
      }
      abortOpen();
      awaitNone(begun + PATIENCE.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void abortOpen() {
    synchronized (OPEN) {
      ending = true;
      OPEN.forEach(upload -> S3Threads.thread(() -> abort(upload)).start());
    }
  }

  /** Some are aborted by those who write them. */
  private static void awaitNone(long deadline) throws InterruptedException {
    synchronized (OPEN) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      while (!OPEN.isEmpty() && left > 0) {
        OPEN.wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      }
    }
  }

  private static void abort(S3Upload upload) {
    try {
      upload.abort();
    } catch (IOException e) {
      LOG.debug("Cannot abort; the next run will", e);
    }
  }
}
