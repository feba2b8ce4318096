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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Digests bytes while the next ones come, each digest in a thread of its own, so that a transfer
 * takes as long as the slowest of all that and not as its sum. Holds four buffers of 256 KiB. For
 * use by one thread.
 */
final class DigestThreads implements AutoCloseable {
  private static final int BUFFERS = 4;
  private static final int BUFFER_BYTES = 256 * 1024;

  private final Runnable whenThreadEnds;
  private final BlockingQueue<Buffer> free = new ArrayBlockingQueue<>(BUFFERS);
  private final List<Digester> digesters = new ArrayList<>();
  private final OwnedThreads threads = new OwnedThreads();

  /** A buffer that comes round: filled, digested by all, and free again. */
  static final class Buffer {
    final byte[] bytes = new byte[BUFFER_BYTES];
    private int count;
    private final AtomicInteger waiting = new AtomicInteger();
  }

  /** One digest, which a thread of its own has. */
  private final class Digester {
    final MessageDigest digest;
    final BlockingQueue<Buffer> filled = new ArrayBlockingQueue<>(BUFFERS);

    Digester(String algorithm) {
      this.digest = Digests.of(algorithm);
    }

    void run() {
      try {
        while (true) {
          Buffer next = filled.take();
          digest.update(next.bytes, 0, next.count);
          if (next.waiting.decrementAndGet() == 0) {
            free.add(next);
          }
        }
      } catch (InterruptedException e) {
        whenThreadEnds.run(); // Nobody needs it any more.
      }
    }
  }

  /**
   * Of no bytes yet.
   *
   * @param algorithms Java's names
   * @param whenThreadEnds called at the end of each thread, on it
   */
  DigestThreads(List<String> algorithms, Runnable whenThreadEnds) {
    this.whenThreadEnds = whenThreadEnds;
    for (int i = 0; i < BUFFERS; i++) {
      free.add(new Buffer());
    }
    algorithms.forEach(algorithm -> digesters.add(new Digester(algorithm)));
    digesters.forEach(digester -> threads.start("sluice-digest", digester::run));
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
    if (count == 0) {
      free.add(buffer);
      return;
    }
    buffer.count = count;
    buffer.waiting.set(digesters.size());
    digesters.forEach(digester -> digester.filled.add(buffer)); // Each has room for all there are.
  }

  /**
   * The digests of all bytes, in the order of the algorithms, in hexadecimal; they begin again with
   * what comes next. No buffer may be out.
   */
  List<String> hex() throws IOException {
    List<Buffer> all = new ArrayList<>();
    while (all.size() < BUFFERS) {
      all.add(buffer());
    }
    free.addAll(all);
    return digesters.stream()
        .map(digester -> HexFormat.of().formatHex(digester.digest.digest()))
        .toList();
  }

  /** Ends the threads, with what they have not digested yet. */
  @Override
  public void close() {
    threads.close();
  }
}
