package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class RunningStepsTest {
  private static final String RUN = "running-steps";

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void forget() {
    threads.shutdownNow();
    PerRun.forget(RUN);
    PerRun.forget("another");
  }

  @Test
  void interruptsWhatIsAtWorkAndLetsNothingElseBegin() throws Exception {
    Future<Boolean> first = atWork(RUN);
    Future<Boolean> second = atWork(RUN);
    Future<Boolean> other = atWork("another");
    RunningSteps.stop(RUN);
    assertThat(first.get()).isTrue();
    assertThat(second.get()).isTrue();
    assertThatThrownBy(() -> RunningSteps.of(RUN).begin())
        .isInstanceOf(InterruptedException.class)
        .hasMessage("the run was stopped");
    assertThat(other.isDone()).isFalse();
  }

  @Test
  void leavesAThreadAloneThatIsNotAtWorkAnyMore() throws Exception {
    RunningSteps steps = RunningSteps.of(RUN);
    steps.begin();
    steps.end();
    RunningSteps.stop(RUN);
    assertThat(Thread.interrupted()).isFalse();
  }

  /** Whether a thread at work was interrupted, when it has ended. */
  private Future<Boolean> atWork(String run) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Future<Boolean> interrupted =
        threads.submit(
            () -> {
              RunningSteps steps = RunningSteps.of(run);
              steps.begin();
              begun.countDown();
              try {
                new CountDownLatch(1).await();
                return false;
              } catch (InterruptedException e) {
                return true;
              } finally {
                steps.end();
              }
            });
    begun.await();
    return interrupted;
  }
}
