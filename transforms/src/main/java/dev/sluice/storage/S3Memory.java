package dev.sluice.storage;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for what goes on beside the caller: parts that are being sent and windows that are read
 * ahead. An eighth of the heap for the whole process, one part at least; half as much again may be
 * kept between two uses. Who gets none does without: it sends its part itself, or reads by small
 * windows.
 */
final class S3Memory {
  private static final long MOST = 1L << 30;

  /** All of it, in bytes. */
  static final long TOTAL =
      Math.max(PartSizes.LEAST, Math.min(MOST, Runtime.getRuntime().maxMemory() / 8));

  private static final AtomicLong FREE = new AtomicLong(TOTAL);

  private S3Memory() {}

  /** Takes so many bytes if they are free; whoever got them gives them back. */
  static boolean tryTake(long bytes) {
    long free = FREE.get();
    while (free >= bytes) {
      if (FREE.compareAndSet(free, free - bytes)) {
        return true;
      }
      free = FREE.get();
    }
    return false;
  }

  static void giveBack(long bytes) {
    FREE.addAndGet(bytes);
  }

  /** Bytes that are free: all of them when nobody is at work. */
  static long free() {
    return FREE.get();
  }
}
