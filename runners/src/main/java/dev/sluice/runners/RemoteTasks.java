package dev.sluice.runners;

import dev.sluice.step.Load;
import dev.sluice.step.StepOutcome;
import dev.sluice.step.StepRunner;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of one run, as far as they are launched by this process: queued, launched, and tried
 * again when a worker was lost. One event loop does it all, whatever the number of tasks; who wants
 * an outcome asks now and then.
 *
 * <p>There are at most as many tasks of steps that only compute as the user allows, and at most
 * {@link TaskSettings#mostDownloads()} of the others: what would only wait is not launched.
 */
final class RemoteTasks {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteTasks.class);
  private static final Map<TaskSettings, RemoteTasks> RUNS = new ConcurrentHashMap<>();

  /** From when workers are asked to stop until they are ended; the process waits 4 s for them. */
  private static final Duration GRACE = Duration.ofMillis(3500);

  private static final int LOOK_MILLIS = 100;
  private static final Duration ASK_AGAIN = Duration.ofSeconds(2);
  private static final Duration METER = Duration.ofMillis(500);

  private static final ThreadFactory THREADS =
      work -> {
        Thread thread = new Thread(work, "sluice-tasks");
        thread.setDaemon(true);
        return thread;
      };

  private final TaskLauncher launcher;
  private final int retries;
  private final Duration mostDelay;
  private final Map<String, RemoteTask<?, ?>> tasks = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor loop = new ScheduledThreadPoolExecutor(1, THREADS);

  private final Future<?> metering;

  // The event loop's own.
  private final Lane busy;
  private final Lane waiting;
  private boolean stopped;
  private boolean draining;
  private volatile boolean drained;

  /** Tasks that have a common limit. */
  private static final class Lane {
    final int limit;
    Deque<RemoteTask<?, ?>> queue = new ArrayDeque<>();
    final Set<RemoteTask<?, ?>> running = new LinkedHashSet<>();

    /** Whether some wait for what they need, and it will be asked for. */
    boolean asksAgain;

    Lane(int limit) {
      this.limit = limit;
    }
  }

  /**
   * None yet.
   *
   * @param retries how often a task is tried again whose worker was lost
   * @param mostDelay the longest pause before that
   */
  RemoteTasks(
      TaskLauncher launcher, int mostBusy, int mostWaiting, int retries, Duration mostDelay) {
    this.launcher = launcher;
    this.busy = new Lane(mostBusy);
    this.waiting = new Lane(mostWaiting);
    this.retries = retries;
    this.mostDelay = mostDelay;
    this.metering =
        loop.scheduleWithFixedDelay(
            this::meter, METER.toMillis(), METER.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Those of the run of a graph, in this process. */
  static RemoteTasks of(TaskSettings settings) {
    return RUNS.computeIfAbsent(
        settings,
        run ->
            new RemoteTasks(
                run.newLauncher(),
                run.mostBusy(),
                run.mostDownloads(),
                run.retries(),
                Duration.ofMinutes(1)));
  }

  /**
   * Ends those of a run that has ended or is being cancelled: launches no more, and stops the
   * workers. Returns at once. It stays known as stopped, for a graph that has not noticed yet.
   */
  static void stop(TaskSettings settings) {
    of(settings).stop();
  }

  /**
   * Launches no more of a run, and lets those that are launched come to their ends. Returns at
   * once.
   */
  static void drain(TaskSettings settings) {
    of(settings).drain();
  }

  /** Whether a run has drained, and all that its workers said was passed on. */
  static boolean isDrained(TaskSettings settings) throws InterruptedException {
    return of(settings).isDrained();
  }

  /**
   * Waits until all that workers said before they ended was passed on; a launcher that cannot tell
   * has a limit of its own for that.
   */
  static void awaitLastLines(TaskSettings settings) throws InterruptedException {
    while (of(settings).launcher.isReading()) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /**
   * The outcome of a request, if it is there; otherwise the request is under way when this returns.
   * The outcome of one that is done already is there at once, and nothing is launched.
   */
  <Q, R> Optional<StepOutcome<R>> poll(StepRunner<Q, R> runner, Q request)
      throws InterruptedException {
    String key = key(runner, request);
    RemoteTask<?, ?> known = tasks.get(key);
    if (known != null) {
      // The key names the step, and so the function and the type of its results.
      @SuppressWarnings("unchecked")
      RemoteTask<Q, R> task = (RemoteTask<Q, R>) known;
      if (task.outcome().isEmpty()) {
        task.pace();
      }
      return task.outcome();
    }
    Optional<StepOutcome<R>> reused = runner.reuse(request);
    if (reused.isEmpty()) {
      RemoteTask<Q, R> task = new RemoteTask<>(runner, request, retries);
      if (tasks.putIfAbsent(key, task) == null) {
        loop.execute(() -> enqueue(task));
      }
    }
    return reused;
  }

  /** Drops a request whose outcome was taken. */
  <Q> void forget(StepRunner<Q, ?> runner, Q request) {
    tasks.remove(key(runner, request));
  }

  void stop() {
    loop.execute(this::stopAll);
  }

  boolean isDrained() throws InterruptedException {
    return drained && !launcher.isReading();
  }

  void drain() {
    loop.execute(
        () -> {
          draining = true;
          noteDrained();
        });
  }

  private static <Q> String key(StepRunner<Q, ?> runner, Q request) {
    return runner.function().name() + " " + runner.fingerprint(request);
  }

  private Lane lane(RemoteTask<?, ?> task) {
    return task.load() == Load.COMPUTES ? busy : waiting;
  }

  private void enqueue(RemoteTask<?, ?> task) {
    lane(task).queue.addLast(task);
    fill(lane(task));
  }

  private void fill(Lane lane) {
    Deque<RemoteTask<?, ?>> kept = new ArrayDeque<>();
    while (!stopped && !draining && lane.running.size() < lane.limit && !lane.queue.isEmpty()) {
      RemoteTask<?, ?> task = lane.queue.removeFirst();
      Optional<RunningTask> launched = launch(task);
      if (launched.isPresent()) {
        lane.running.add(task);
        launched.get().exit().thenAcceptAsync(exit -> ended(task, exit), loop);
      } else if (task.outcome().isEmpty()) {
        kept.addLast(task);
      }
    }
    if (!kept.isEmpty()) {
      kept.addAll(lane.queue);
      lane.queue = kept;
      askAgain(lane);
    }
  }

  private Optional<RunningTask> launch(RemoteTask<?, ?> task) {
    try {
      return task.launch(launcher);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody has business to.
      return Optional.empty();
    }
  }

  /** What one needs may have been given back by then. */
  private void askAgain(Lane lane) {
    if (!lane.asksAgain) {
      lane.asksAgain = true;
      after(
          spread(ASK_AGAIN),
          () -> {
            lane.asksAgain = false;
            fill(lane);
          });
    }
  }

  private void ended(RemoteTask<?, ?> task, TaskExit exit) {
    Lane lane = lane(task);
    lane.running.remove(task);
    if (stopped) {
      task.abandon();
    } else {
      Optional<Duration> delay = task.end(exit);
      if (delay.isPresent() && !draining) {
        LOG.debug("{} is tried again: {}", task, exit);
        after(spread(delay.get()), () -> enqueue(task));
      }
    }
    fill(lane);
    noteDrained();
  }

  private void noteDrained() {
    drained = draining && busy.running.isEmpty() && waiting.running.isEmpty();
  }

  /** So that those that ended together do not come back together. */
  private Duration spread(Duration delay) {
    long millis = Math.min(delay.toMillis(), mostDelay.toMillis());
    return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }

  private void after(Duration delay, Runnable work) {
    Future<?> unused = loop.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void meter() {
    busy.running.forEach(RemoteTask::meter);
    waiting.running.forEach(RemoteTask::meter);
  }

  private void stopAll() {
    if (stopped) {
      return;
    }
    stopped = true;
    metering.cancel(false);
    launcher.end();
    busy.queue.clear();
    waiting.queue.clear();
    busy.running.forEach(RemoteTask::stop);
    waiting.running.forEach(RemoteTask::stop);
    busy.running.forEach(RemoteTask::giveUpReservation);
    waiting.running.forEach(RemoteTask::giveUpReservation);
    after(GRACE, this::killAll);
    // The thread goes when there is nothing to do any more.
    loop.setKeepAliveTime(METER.toMillis(), TimeUnit.MILLISECONDS);
    loop.allowCoreThreadTimeOut(true);
  }

  private void killAll() {
    busy.running.forEach(RemoteTask::kill);
    waiting.running.forEach(RemoteTask::kill);
  }
}
