package org.apache.beam.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class PacedDirectRunnerTest {
  private static final CountDownLatch RUNNING = new CountDownLatch(1);
  private static final CountDownLatch MAY_END = new CountDownLatch(1);

  /** Where it does not, its workers never come to the clock's rest. */
  @Test
  void restsWhileAStepWorks() throws Exception {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setBlockOnRun(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of(1)).apply(ParDo.of(new WaitFn()));
    PipelineResult result = PacedDirectRunner.fromOptions(options).run(pipeline);
    RUNNING.await();
    await("a rest").atMost(Duration.ofMinutes(1)).until(PacedDirectRunnerTest::isResting);
    MAY_END.countDown();
    assertThat(result.waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
  }

  private static boolean isResting() {
    return Thread.getAllStackTraces().values().stream()
        .map(stack -> Stream.of(stack).map(StackTraceElement::getClassName).toList())
        .anyMatch(
            classes ->
                classes.contains(PacedClock.class.getName())
                    && classes.contains(LockSupport.class.getName()));
  }

  private static final class WaitFn extends DoFn<Integer, Integer> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process() throws InterruptedException {
      RUNNING.countDown();
      MAY_END.await();
    }
  }
}
