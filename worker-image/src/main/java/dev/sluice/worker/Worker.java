package dev.sluice.worker;

import dev.sluice.step.DriverWatch;
import dev.sluice.step.FailureSentence;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepTask;
import dev.sluice.step.TaskLease;
import dev.sluice.step.WorkerLine;
import dev.sluice.storage.StorageByScheme;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program {@code Worker URI [--awsRegion=…] [--s3Endpoint=…] [--s3PathStyle=true]}: does the
 * {@link StepTask} that stands there and ends. Standard output tells how far it is and what is
 * logged, in {@link WorkerLine}s, the last of which says how it ends; on standard error is nothing
 * but what the Java machine says when it crashes.
 *
 * <p>Exit code 0: the task's outcome is written down, a failure of the step included. {@link
 * StepTask#OUT_OF_MEMORY}: the heap was too small, a larger one may do. Any other, or no outcome:
 * nothing is known of it, and somebody has to try again; whatever was finished is found then.
 *
 * <p>On SIGTERM or SIGINT the step is interrupted and gives back what it holds, above all its slot
 * of a mirror, for which it has {@value #PATIENCE_MILLIS} ms. With {@code
 * -Dsluice.worker.endsWithInput=true} the end of standard input does the same: a launcher that
 * holds the other end and dies, however it dies, takes its workers along. Where the task has a
 * lease, so does its lapse, or its end, as nobody wants the work any more then; and so does the
 * time that it has at most.
 */
public final class Worker {
  /** How long a step may take to stop; a launcher has to wait a little longer. */
  static final int PATIENCE_MILLIS = 3000;

  /** Before the first logger exists. */
  private static final WorkerOutput OUTPUT = WorkerOutput.ofThisProcess();

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** A line costs nothing on this machine; in a log service it is stored, and paid for. */
  private static final Duration TOLD_HERE = Duration.ofMillis(500);

  private static final Duration TOLD_AFAR = Duration.ofSeconds(5);
  private static final String ENDS_WITH_INPUT = "sluice.worker.endsWithInput";
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int ORPHANED = 3;
  private static final long MOST_PAUSE_MILLIS = 15_000;

  private Worker() {}

  /** Does one task; see the class. */
  public static void main(String[] args) {
    if (args.length == 0) {
      System.err.println("Cannot work: no arguments (expected the URI of a task)");
      System.exit(USAGE);
    }
    List<String> arguments = List.of(args);
    StorageByScheme storage = storage(arguments.subList(1, arguments.size()));
    CountDownLatch ended = new CountDownLatch(1);
    interruptWhenStopped(Thread.currentThread(), ended);
    if (Boolean.getBoolean(ENDS_WITH_INPUT)) {
      exitAtEndOf(System.in);
    }
    String end = null;
    int exitCode = FAILED;
    try {
      end = work(args[0], storage);
    } catch (OutOfMemoryError e) {
      // What was being made is let go by now: there is memory for a sentence.
      exitCode = StepTask.OUT_OF_MEMORY;
      System.err.printf(
          "Out of memory: %s (the heap has %d MiB)%n",
          e.getMessage(), Runtime.getRuntime().maxMemory() >> 20);
    } finally {
      OUTPUT.end(end == null ? "Ended without a result" : end);
      ended.countDown();
    }
    if (end == null) {
      System.exit(exitCode);
    }
  }

  private static StorageByScheme storage(List<String> arguments) {
    try {
      return StorageByScheme.of(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(USAGE);
      throw e;
    }
  }

  /** How the step ended; null if nothing came of it. */
  private static @Nullable String work(String place, StorageByScheme storage) {
    try {
      StepTask task = StepTask.at(URI.create(place), storage);
      StepEnvironment environment = task.environment(storage);
      TaskLease lease = task.lease();
      if (lease != null) {
        exitWhenLeft(task.watch(lease, storage), lease);
      }
      LOG.info("{}, attempt {} of run {}", task.step(), task.attempt(), task.run());
      Duration pause = lease == null ? TOLD_HERE : TOLD_AFAR;
      try (ProgressTold told = ProgressTold.tell(environment.progress(), OUTPUT, pause)) {
        StepReport report = task.run(StepFunctions.of(task, environment), storage);
        if (report.failed()) {
          LOG.warn("{}", report.failure());
        }
        return "%s after %.1f s".formatted(outcome(report), report.elapsed().toMillis() / 1e3);
      }
    } catch (InterruptedException e) {
      System.err.println("Stopped");
    } catch (IOException e) {
      LOG.debug("Cannot do {}", place, e);
      System.err.println(FailureSentence.of(e));
    } catch (IllegalArgumentException e) {
      LOG.debug("Cannot do {}", place, e);
      System.err.printf("Cannot do the task %s: %s%n", place, e.getMessage());
    }
    return null;
  }

  private static String outcome(StepReport report) {
    return report.failed() ? "Failed" : report.reused() ? "Was done before" : "Done";
  }

  private static void interruptWhenStopped(Thread step, CountDownLatch ended) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  step.interrupt();
                  try {
                    if (!ended.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                      System.err.println("Stopped before the step gave back what it held");
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "sluice-stop"));
  }

  /** The lease is looked at five times while it lapses, or more often. */
  private static void exitWhenLeft(DriverWatch driver, TaskLease lease) {
    long pause = Math.min(MOST_PAUSE_MILLIS, lease.lapse().toMillis() / 5);
    long begun = System.nanoTime();
    Thread watch =
        new Thread(
            () -> {
              String why = "nobody drives the run any more";
              try {
                while (driver.isDriven()) {
                  TimeUnit.MILLISECONDS.sleep(pause);
                  if (System.nanoTime() - begun > lease.most().toNanos()) {
                    why = "not done after %d s".formatted(lease.most().toSeconds());
                    break;
                  }
                }
              } catch (InterruptedException e) {
                LOG.debug("Nobody has business to", e);
              }
              System.err.println("Stopped: " + why);
              System.exit(ORPHANED);
            },
            "sluice-driver-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void exitAtEndOf(InputStream in) {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (in.read() >= 0) {
                  // Nothing is told this way; only the end counts.
                }
              } catch (IOException e) {
                LOG.debug("Standard input broke", e);
              }
              System.exit(ORPHANED);
            },
            "sluice-launcher-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
