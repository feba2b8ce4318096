package dev.sluice.fetch;

import dev.sluice.step.Interruption;
import dev.sluice.step.OwnedThreads;
import dev.sluice.storage.Digests;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Digests bytes on a thread of its own while the next ones come, so that a transfer takes as long
 * as the slower of the two and not as their sum. Holds four buffers of 256 KiB. For use by one
 * thread.
 */
final class DigestThread implements AutoCloseable {
  private static final int BUFFERS = 4;
  private static final int BUFFER_BYTES = 256 * 1024;

  private final MessageDigest digest;
  private final BlockingQueue<Buffer> free = new ArrayBlockingQueue<>(BUFFERS);
  private final BlockingQueue<Buffer> filled = new ArrayBlockingQueue<>(BUFFERS);
  private final OwnedThreads threads = new OwnedThreads();

  /** A buffer that comes round: filled, digested, and free again. */
  static final class Buffer {
    final byte[] bytes = new byte[BUFFER_BYTES];
    private int count;
  }

  /**
   * Of no bytes yet.
   *
   * @param algorithm Java's name
   * @param whenThreadEnds called at the end of the thread, on it
   */
  DigestThread(String algorithm, Runnable whenThreadEnds) {
    digest = Digests.of(algorithm);
    for (int i = 0; i < BUFFERS; i++) {
      free.add(new Buffer());
    }
    threads.start("sluice-digest", () -> run(whenThreadEnds));
  }

  private void run(Runnable whenThreadEnds) {
    try {
      while (true) {
        Buffer next = filled.take();
        digest.update(next.bytes, 0, next.count);
        free.add(next);
      }
    } catch (InterruptedException e) {
      whenThreadEnds.run(); // Nobody needs it any more.
    }
  }

  /** A buffer to fill, to be given back by {@link #update}; waits until one is free. */
  Buffer buffer() throws IOException {
    try {
      return free.take();
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  /** Digests so many first bytes of a buffer, which is not to be touched any more. */
  void update(Buffer buffer, int count) {
    buffer.count = count;
    filled.add(buffer); // It has room for all there are.
  }

  /**
   * The digest of all bytes, in hexadecimal; it begins again with what comes next. No buffer may be
   * out.
   */
  String hex() throws IOException {
    List<Buffer> all = new ArrayList<>();
    while (all.size() < BUFFERS) {
      all.add(buffer());
    }
    free.addAll(all);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Ends the thread, with what it has not digested yet. */
  @Override
  public void close() {
    threads.close();
  }
}
