package dev.sluice.step;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures where the time of one execution goes. What reads and writes through the {@link
 * StepContext}'s storage is measured by itself; a function tells what it waits for elsewhere. Safe
 * for use by many threads.
 */
public final class StepClock {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Watcher watcher;
  private final long cpuStarted = THREADS.getCurrentThreadCpuTime();
  private final LongAdder helperCpuNanos = new LongAdder();
  private final LongAdder coreNanos = new LongAdder();
  private final LongAdder slotNanos = new LongAdder();
  private final LongAdder inputNanos = new LongAdder();
  private final LongAdder outputNanos = new LongAdder();
  private final LongAdder bytesIn = new LongAdder();
  private final LongAdder bytesOut = new LongAdder();
  private final List<String> retries = new ArrayList<>();

  /** Who is told what an execution is at. */
  interface Watcher {
    /** It begins to wait for a mirror's slot. */
    void slotWaitBegins();

    /** It has the slot. */
    void slotWaitEnds();

    /** Something of it broke off and is begun again. */
    void retries();
  }

  /** A wait, until it is closed. */
  public interface Wait extends AutoCloseable {
    @Override
    void close();
  }

  /** A clock of a function that is called by itself, outside a run. */
  StepClock() {
    this(
        new Watcher() {
          @Override
          public void slotWaitBegins() {}

          @Override
          public void slotWaitEnds() {}

          @Override
          public void retries() {}
        });
  }

  StepClock(Watcher watcher) {
    this.watcher = watcher;
  }

  /** Tells a wait for a core that began at a {@link System#nanoTime()} and is over. */
  void waitedForCoreSince(long nanos) {
    coreNanos.add(System.nanoTime() - nanos);
  }

  /** Tells that a wait for a mirror's slot begins: meanwhile the request does not run. */
  public Wait waitForSlot() {
    long started = System.nanoTime();
    watcher.slotWaitBegins();
    return () -> {
      watcher.slotWaitEnds();
      slotNanos.add(System.nanoTime() - started);
    };
  }

  /**
   * Tells that something broke off and is begun again.
   *
   * @param reason why, in one sentence or less
   */
  public void retries(String reason) {
    watcher.retries();
    synchronized (retries) {
      if (retries.size() < StepReport.MOST_RETRIES) {
        retries.add(reason);
      }
    }
  }

  /** Why something was begun again so far. */
  List<String> retries() {
    synchronized (retries) {
      return List.copyOf(retries);
    }
  }

  /** Tells a read that began at a {@link System#nanoTime()} and is over. */
  public void readSince(long nanos, long bytes) {
    inputNanos.add(System.nanoTime() - nanos);
    bytesIn.add(Math.max(0, bytes));
  }

  /** Tells a write that began at a {@link System#nanoTime()} and is over. */
  public void wroteSince(long nanos, long bytes) {
    outputNanos.add(System.nanoTime() - nanos);
    bytesOut.add(bytes);
  }

  /** Tells that the calling thread, which works for no one else, is done. */
  public void helperDone() {
    helperCpuNanos.add(THREADS.getCurrentThreadCpuTime());
  }

  /** The same stream, measured. */
  public InputStream measured(InputStream in) {
    return new MeasuredInput(in);
  }

  /** What was measured so far, asked for on the thread that made this clock. */
  StepTimes times() {
    return new StepTimes(
        Duration.ofNanos(coreNanos.sum()),
        Duration.ofNanos(slotNanos.sum()),
        Duration.ofNanos(inputNanos.sum()),
        Duration.ofNanos(outputNanos.sum()),
        Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - cpuStarted + helperCpuNanos.sum()),
        bytesIn.sum(),
        bytesOut.sum());
  }

  private final class MeasuredInput extends FilterInputStream {
    MeasuredInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      long started = System.nanoTime();
      int count = in.read(buffer, offset, length);
      readSince(started, count);
      return count;
    }
  }
}
