package org.apache.beam.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.junit.jupiter.api.Test;

class PacedDirectRunnerTest {
  private static final CountDownLatch RUNNING = new CountDownLatch(1);
  private static final CountDownLatch MAY_END = new CountDownLatch(1);

  /** A bound far from both: DirectRunner by itself takes all of the time, and paced a twentieth. */
  @Test
  void leavesTheCoreToTheStepsWhileTheyWork() throws Exception {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setBlockOnRun(false);
    Pipeline pipeline = Pipeline.create(options);
    pipeline.apply(Create.of(1)).apply(ParDo.of(new WaitFn()));
    PipelineResult result = PacedDirectRunner.fromOptions(options).run(pipeline);
    RUNNING.await();
    long cpu = runnersCpuNanos();
    TimeUnit.SECONDS.sleep(1); // What is measured is this second.
    cpu = runnersCpuNanos() - cpu;
    MAY_END.countDown();
    assertThat(result.waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
    assertThat(TimeUnit.NANOSECONDS.toMillis(cpu)).isLessThan(300);
  }

  private static long runnersCpuNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().startsWith("direct-runner-worker")) {
        nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return nanos;
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
