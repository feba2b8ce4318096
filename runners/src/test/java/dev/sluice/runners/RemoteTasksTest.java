package dev.sluice.runners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.runners.Count.Counted;
import dev.sluice.runners.Count.Numeral;
import dev.sluice.runners.ecs.Attempts;
import dev.sluice.step.HeavyStep;
import dev.sluice.step.Load;
import dev.sluice.step.PerRun;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepOutcome;
import dev.sluice.step.StepRunner;
import dev.sluice.step.StepTask;
import dev.sluice.step.WorkerLine;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The queueing and trying again, over workers that do as the test says. */
@Timeout(300)
class RemoteTasksTest {
  private static final int BUSY = 2;
  private static final int WAITING = 200;
  private static final int TASKS = 210;

  private final String run = UUID.randomUUID().toString();
  private final TestWorkers workers = new TestWorkers();
  private final RemoteTasks tasks =
      new RemoteTasks(workers, BUSY, WAITING, 2, Duration.ofMillis(1));
  @TempDir Path folder;

  @AfterEach
  void stop() {
    tasks.stop();
    PerRun.forget(run);
  }

  @Test
  void launchesNoMoreThanTheLimitsAndHasHundredsUnderWayWithoutThreads() throws Exception {
    int threads = Thread.activeCount();
    for (int i = 0; i < TASKS; i++) {
      assertThat(poll("Wait", i)).isEmpty();
      assertThat(poll("Count", i)).isEmpty();
    }
    awaitRunning(WAITING + BUSY);
    assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 1);
    assertThat(workers.count(Load.COMPUTES)).isEqualTo(BUSY);
    assertThat(workers.count(Load.WAITS)).isEqualTo(WAITING);
    while (!workers.running.isEmpty() || workers.attempts.size() < 2 * TASKS) {
      assertThat(workers.count(Load.COMPUTES)).isLessThanOrEqualTo(BUSY);
      assertThat(workers.count(Load.WAITS)).isLessThanOrEqualTo(WAITING);
      workers.running.forEach(TestWorker::work);
      Thread.onSpinWait();
    }
    for (int i = 0; i < TASKS; i++) {
      assertThat(await("Wait", i).result()).isEqualTo(new Counted(i + 1, TestWorker.PID));
      assertThat(await("Count", i).result()).isEqualTo(new Counted(i + 1, TestWorker.PID));
    }
    assertThat(workers.attempts).hasSize(2 * TASKS);
  }

  @Test
  void triesAgainWhenWorkersAreLost() throws Exception {
    poll("Count", 1);
    next().end(OptionalInt.of(137));
    next().end(OptionalInt.empty());
    next().work();
    StepOutcome<Counted> outcome = await("Count", 1);
    assertThat(outcome.result()).isEqualTo(new Counted(2, TestWorker.PID));
    assertThat(outcome.report().retries())
        .containsExactly(
            "task 1: exit code 137; said nothing", "task 2: not started; said nothing");
    assertThat(workers.attempts).containsExactly(1, 2, 3);
    assertThat(environment().progress().steps().get(0).retried()).isEqualTo(2);
  }

  @Test
  void givesUpAfterThreeAttempts() throws Exception {
    poll("Count", 1);
    next().end(OptionalInt.of(137));
    next().end(OptionalInt.of(0));
    next().end(OptionalInt.empty());
    assertThat(await("Count", 1).report().failure())
        .isEqualTo(
            "Cannot do step Count for number 1: 3 workers ended without a result (not started;"
                + " said nothing)");
    assertThat(workers.attempts).containsExactly(1, 2, 3);
    assertThat(environment().progress().steps().get(0).retried()).isEqualTo(2);
  }

  @Test
  void takesAFailureForTheOutcomeAndNeverForDone() throws Exception {
    poll("Count", Count.FAILS);
    next().work();
    StepOutcome<Counted> outcome = await("Count", Count.FAILS);
    assertThat(outcome.report().failure())
        .isEqualTo("Cannot count on from -1: it is cold (expected warmth)");
    tasks.forget(runner("Count"), new Numeral(Count.FAILS));
    poll("Count", Count.FAILS);
    next().end(OptionalInt.of(137)); // The report of the first time does not count for this one.
    next().work();
    assertThat(await("Count", Count.FAILS).report().failed()).isTrue();
  }

  @Test
  void slowsARunnerDownThatIgnoresTheDelay() throws Exception {
    long started = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      assertThat(poll("Count", 1)).isEmpty();
      assertThat(poll("Count", 2)).isEmpty();
    }
    assertThat(System.nanoTime() - started).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(4 * 50));
  }

  @Test
  void launchesNothingForWhatIsDone() throws Exception {
    poll("Count", 1);
    next().work();
    assertThat(await("Count", 1).report().reused()).isFalse();
    tasks.forget(runner("Count"), new Numeral(1));
    StepOutcome<Counted> again = poll("Count", 1).orElseThrow();
    assertThat(again.report().reused()).isTrue();
    assertThat(again.result()).isEqualTo(new Counted(2, TestWorker.PID));
    assertThat(workers.attempts).hasSize(1);
  }

  @Test
  void launchesWhatNeedsSomethingScarceOnceItHasThat() throws Exception {
    for (int i = 0; i < 2; i++) {
      poll("Scarce", i);
    }
    poll("Count", 7);
    assertThat(next().task.step()).isEqualTo("Count");
    assertThat(workers.attempts).hasSize(1);
    workers.running.get(0).work();
    Count.FREE.release();
    TestWorker first = next();
    assertThat(first.task.ticket()).startsWith("permit ");
    first.end(OptionalInt.of(1));
    awaiting("the next").until(() -> workers.attempts.size() == 3);
    next().work();
    awaiting("the one after it").until(() -> workers.attempts.size() == 4);
    next().end(OptionalInt.empty()); // It may run still, and nobody else gets what it has.
    Count.FREE.release();
    awaiting("the last").until(() -> workers.attempts.size() == 5);
    next().work();
    assertThat(await("Scarce", 0).result()).isNotNull();
    assertThat(await("Scarce", 1).result()).isNotNull();
    awaiting("what is given back").until(() -> Count.FREE.availablePermits() == 1);
  }

  @Test
  void givesBackWhatNoWorkerHasTakenWhenStopped() throws Exception {
    Count.FREE.release();
    poll("Scarce", 0);
    next();
    int before = Count.GIVEN_BACK.get();
    tasks.stop();
    awaiting("it is given back").until(() -> Count.GIVEN_BACK.get() == before + 1);
  }

  @Test
  void letsThoseThatRunEndAndLaunchesNoMoreWhenDrained() throws Exception {
    for (int i = 0; i <= BUSY; i++) {
      poll("Count", i);
    }
    awaitRunning(BUSY);
    tasks.drain();
    workers.running.get(0).work();
    assertThat(await("Count", 0).result()).isEqualTo(new Counted(1, TestWorker.PID));
    assertThat(tasks.isDrained()).isFalse();
    workers.running.get(0).end(OptionalInt.of(1)); // It would be tried again.
    awaiting("the last one's end").until(tasks::isDrained);
    assertThat(workers.attempts).hasSize(BUSY);
    assertThat(poll("Count", BUSY)).isEmpty();
  }

  @Test
  void launchesAndTriesNothingMoreWhenStopped() throws Exception {
    for (int i = 0; i <= BUSY; i++) {
      poll("Count", i);
    }
    awaitRunning(BUSY);
    tasks.stop();
    awaiting("the workers are told")
        .until(() -> workers.running.stream().allMatch(worker -> worker.stopped));
    assertThat(environment().progress().steps().get(0).running()).isEqualTo(BUSY);
    workers.running.forEach(worker -> worker.end(OptionalInt.of(143)));
    awaiting("their ends").until(() -> environment().progress().steps().get(0).running() == 0);
    assertThat(poll("Count", 0)).isEmpty();
    assertThat(workers.attempts).hasSize(BUSY);
  }

  @Test
  void goesOnWithTheLastAttemptOfAnEarlierDriverWhoseEndCostsNoRetry() throws Exception {
    earlier(new Numeral(1), 4).put(new LocalStorage());
    workers.earlier = Optional.of(new TaskLauncher.Earlier(4, Attempts.NONE));
    poll("Count", 1);
    for (int attempt = 4; attempt <= 7; attempt++) {
      next().end(OptionalInt.of(137));
    }
    assertThat(await("Count", 1).report().failed()).isTrue();
    assertThat(workers.attempts).containsExactly(4, 5, 6, 7);
  }

  @Test
  void triesAfreshWhatFailedUnderAnEarlierDriver() throws Exception {
    StepTask failed = earlier(new Numeral(Count.FAILS), 4);
    failed.run(new Count("Count"), new LocalStorage());
    assertThat(failed.report(new LocalStorage()).orElseThrow().failed()).isTrue();
    workers.earlier = Optional.of(new TaskLauncher.Earlier(4, Attempts.NONE));
    poll("Count", Count.FAILS);
    next().work();
    assertThat(await("Count", Count.FAILS).report().failed()).isTrue();
    assertThat(workers.attempts).containsExactly(5);
  }

  /** An attempt of an earlier driver. */
  private StepTask earlier(Numeral request, int attempt) {
    StepRunner<Numeral, Counted> runner = runner("Count");
    return StepTask.of(
        environment(), runner.function(), request, runner.fingerprint(request), attempt);
  }

  private Optional<StepOutcome<Counted>> poll(String step, int number) throws Exception {
    return tasks.poll(runner(step), new Numeral(number));
  }

  private StepOutcome<Counted> await(String step, int number) {
    return awaiting("outcome of " + step + " " + number)
        .until(() -> poll(step, number), Optional::isPresent)
        .orElseThrow();
  }

  private TestWorker next() {
    awaitRunning(1);
    return workers.running.get(0);
  }

  private void awaitRunning(int count) {
    awaiting(count + " workers").until(() -> workers.running.size() >= count);
  }

  private static ConditionFactory awaiting(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(1))
        .pollInSameThread();
  }

  private StepRunner<Numeral, Counted> runner(String step) {
    return HeavyStep.of(new Count(step), environment()).runner();
  }

  private StepEnvironment environment() {
    return new StepEnvironment(run, new LocalStorage(), folder.toUri());
  }

  /** Starts nothing; the test does the work. */
  private static final class TestWorkers implements TaskLauncher {
    final List<TestWorker> running = new CopyOnWriteArrayList<>();
    final List<Integer> attempts = new CopyOnWriteArrayList<>();
    volatile Optional<Earlier> earlier = Optional.empty();

    @Override
    public Optional<Earlier> earlier(StepTask task, Storage storage) {
      return earlier;
    }

    @Override
    public boolean reserves() {
      return true;
    }

    @Override
    public RunningTask launch(
        StepTask task, Storage storage, Load load, Attempts attempts, Consumer<WorkerLine> lines) {
      TestWorker worker = new TestWorker(task, load, running);
      running.add(worker);
      this.attempts.add(task.attempt());
      return worker;
    }

    long count(Load load) {
      return new ArrayList<>(running).stream().filter(w -> w.load == load).count();
    }
  }

  private static final class TestWorker implements RunningTask {
    static final long PID = ProcessHandle.current().pid();

    private final StepTask task;
    private final List<TestWorker> running;
    private final CompletableFuture<TaskExit> exit = new CompletableFuture<>();
    final Load load;
    volatile boolean stopped;

    TestWorker(StepTask task, Load load, List<TestWorker> running) {
      this.task = task;
      this.load = load;
      this.running = running;
    }

    void work() {
      try {
        task.run(new Count(task.step()), new LocalStorage());
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(Objects.toString(e), e);
      }
      end(OptionalInt.of(0));
    }

    void end(OptionalInt code) {
      running.remove(this);
      exit.complete(new TaskExit(code, "said nothing"));
    }

    @Override
    public CompletionStage<TaskExit> exit() {
      return exit;
    }

    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public void stop() {
      stopped = true;
    }

    @Override
    public void kill() {}
  }
}
