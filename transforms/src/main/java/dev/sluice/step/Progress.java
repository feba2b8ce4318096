package dev.sluice.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/**
 * How far the steps of a run are, as far as they run in this process. Only ever shown, never
 * decided by: it starts anew with the process.
 */
public final class Progress {
  private static final PerRun<Progress> RUNS = PerRun.of(Progress::new);

  private final Map<String, Counts> steps = new LinkedHashMap<>();
  private final Set<Execution> executions = ConcurrentHashMap.newKeySet();

  private Progress() {}

  /** The progress of the run with this id. */
  public static Progress of(String run) {
    return RUNS.of(run);
  }

  /**
   * Announces work that a step will get.
   *
   * @param items how many requests
   * @param bytes how many bytes in all of them, or -1 if not known
   */
  public void expect(String step, int items, long bytes) {
    Counts counts = counts(step);
    synchronized (counts) {
      counts.expected += items;
      counts.expectedBytes += Math.max(0, bytes);
      counts.bytesUnknown |= bytes < 0;
    }
  }

  /** Tells that a request was found done, so that its bytes will not come. */
  void reused(String step, long expectedBytes) {
    Counts counts = counts(step);
    synchronized (counts) {
      counts.done++;
      counts.expectedBytes -= Math.max(0, expectedBytes);
    }
  }

  /** Tells that an announced request will not come, what it was to be made of having failed. */
  void forgo(String step, long expectedBytes) {
    Counts counts = counts(step);
    synchronized (counts) {
      // It may have been announced in another process: only the sum over all of them counts.
      counts.expected--;
      counts.expectedBytes -= Math.max(0, expectedBytes);
    }
  }

  /**
   * Tells that a step began with a request.
   *
   * @param subject what the request is about: a file's or a part's name
   */
  public Execution start(String step, String subject) {
    Counts counts = counts(step);
    synchronized (counts) {
      counts.running++;
    }
    Execution execution = new Execution(counts, step, subject);
    executions.add(execution);
    return execution;
  }

  /** The requests that are under way and wait for no slot, those first that began first. */
  public List<Underway> underway() {
    long now = System.nanoTime();
    return executions.stream()
        .filter(execution -> !execution.waiting)
        .map(execution -> execution.at(now))
        .sorted(Comparator.comparing(Underway::elapsed).reversed().thenComparing(Underway::subject))
        .toList();
  }

  /** Every step that has begun or was announced, in the order in which that happened. */
  public List<StepProgress> steps() {
    return StepCounts.shown(counts());
  }

  /** What was counted here, as a part of what all processes of the run count. */
  List<StepCounts> counts() {
    List<StepCounts> all = new ArrayList<>();
    synchronized (steps) {
      steps.forEach((step, counts) -> all.add(counts.of(step)));
    }
    return all;
  }

  private Counts counts(String step) {
    synchronized (steps) {
      return steps.computeIfAbsent(step, name -> new Counts());
    }
  }

  /** One request under way. */
  public final class Execution implements LongConsumer, StepClock.Watcher {
    private final Counts counts;
    private final String step;
    private final String subject;
    private final LongAdder bytes = new LongAdder();
    private volatile long began = System.nanoTime();
    private volatile boolean waiting;

    private Execution(Counts counts, String step, String subject) {
      this.counts = counts;
      this.step = step;
      this.subject = subject;
    }

    private Underway at(long now) {
      return new Underway(step, subject, Duration.ofNanos(now - began), bytes.sum());
    }

    @Override
    public void accept(long more) {
      counts.bytes.add(more);
      bytes.add(more);
    }

    @Override
    public void slotWaitBegins() {
      waiting = true;
      synchronized (counts) {
        counts.running--;
      }
    }

    /** Its time counts from here: waits for slots say nothing about how slow it is. */
    @Override
    public void slotWaitEnds() {
      began = System.nanoTime();
      waiting = false;
      synchronized (counts) {
        counts.running++;
      }
    }

    @Override
    public void retries() {
      synchronized (counts) {
        counts.retried++;
      }
    }

    /** Tells that it broke off, and will begin again. */
    public void breakOff() {
      executions.remove(this);
      synchronized (counts) {
        counts.running--;
        counts.retried++;
      }
    }

    /** Tells that it is over. */
    public void end(boolean failed) {
      executions.remove(this);
      synchronized (counts) {
        counts.running--;
        if (failed) {
          counts.failed++;
        } else {
          counts.done++;
        }
      }
    }
  }

  private static final class Counts {
    final LongAdder bytes = new LongAdder();
    int expected;
    int running;
    int done;
    int failed;
    int retried;
    long expectedBytes;
    boolean bytesUnknown;

    synchronized StepCounts of(String step) {
      return new StepCounts(
          step, expected, running, done, failed, retried, bytes.sum(), expectedBytes, bytesUnknown);
    }
  }
}
