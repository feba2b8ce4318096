package dev.sluice.runners;

import dev.sluice.step.StepTask;
import dev.sluice.step.WorkerLine;
import dev.sluice.storage.Storage;
import dev.sluice.tests.ecs.Launch;
import dev.sluice.tests.ecs.Program;
import dev.sluice.tests.ecs.Timeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * Workers of {@link SimulatedStep} that are no processes: each takes its time, tells how far it is,
 * and then does its task as a worker does, over storage.
 *
 * @param least how long a task takes, at least
 * @param most the same, at most; by chance in between
 * @param storage as a worker has it
 * @param threads which do what takes storage's time
 * @param ends takes the number of a request whose outcome is there, and since when, in ms since
 *     1970
 */
record SimulatedWorkers(
    Duration least,
    Duration most,
    Storage storage,
    ExecutorService threads,
    BiConsumer<Integer, Long> ends)
    implements Program {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  static SimulatedWorkers of(
      Duration least, Duration most, Storage storage, BiConsumer<Integer, Long> ends) {
    ExecutorService threads =
        Executors.newFixedThreadPool(
            4,
            work -> {
              Thread thread = new Thread(work, "simulated-worker");
              thread.setDaemon(true);
              return thread;
            });
    return new SimulatedWorkers(least, most, storage, threads, ends);
  }

  @Override
  public Running start(Launch launch, Console console, Timeline time) {
    Worker worker = new Worker(URI.create(launch.command().get(0)), console, time);
    long range = most.minus(least).toMillis();
    long millis = new Random(launch.command().get(0).hashCode()).nextLong(range + 1);
    worker.tell();
    time.after(least.plusMillis(millis), () -> threads.execute(worker::finish));
    return worker;
  }

  private final class Worker implements Running {
    private static final int TERMINATED = 143;
    private static final int KILLED = 137;

    private final URI place;
    private final Console console;
    private final Timeline time;
    private boolean ended;
    private long said;

    Worker(URI place, Console console, Timeline time) {
      this.place = place;
      this.console = console;
      this.time = time;
    }

    private synchronized void tell() {
      if (!ended) {
        console.line(WorkerLine.progress(time.now(), said++).text());
        time.after(BETWEEN_LINES, this::tell);
      }
    }

    private void finish() {
      if (isOver()) {
        return;
      }
      int number;
      try {
        StepTask task = StepTask.at(place, storage);
        task.run(new SimulatedStep(), storage);
        number = task.request().path("number").asInt();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        return; // The server ends.
      }
      ends.accept(number, System.currentTimeMillis());
      exit(0);
    }

    private synchronized boolean isOver() {
      return ended;
    }

    private synchronized void exit(int code) {
      if (!ended) {
        ended = true;
        console.line(WorkerLine.end(time.now(), said, said, "Ended").text());
        console.exited(code);
      }
    }

    @Override
    public void terminate() {
      threads.execute(() -> exit(TERMINATED));
    }

    @Override
    public void kill() {
      threads.execute(() -> exit(KILLED));
    }
  }
}
