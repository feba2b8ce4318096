package dev.sluice.runners;

import dev.sluice.runners.ecs.TaskUse;
import dev.sluice.step.Progress;
import dev.sluice.step.RunningSteps;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run by a runner that works in this process. */
final class InProcessRun implements GraphRun {
  private static final Logger LOG = LoggerFactory.getLogger(InProcessRun.class);
  private static final org.joda.time.Duration POLL = org.joda.time.Duration.millis(200);

  private final Pipeline pipeline;
  private final StepEnvironment environment;
  private final Progress progress;
  private final Supplier<Map<String, TaskUse>> taskUse;
  private final Runnable whenClosed;
  private volatile @Nullable PipelineResult result;

  InProcessRun(Pipeline pipeline, StepEnvironment environment) {
    this(pipeline, environment, Map::of, () -> {});
  }

  /**
   * A run that has not begun.
   *
   * @param taskUse what its tasks on ECS have used by now
   */
  InProcessRun(
      Pipeline pipeline,
      StepEnvironment environment,
      Supplier<Map<String, TaskUse>> taskUse,
      Runnable whenClosed) {
    this.taskUse = taskUse;
    this.whenClosed = whenClosed;
    this.pipeline = pipeline;
    this.environment = environment;
    this.progress = environment.progress();
  }

  @Override
  public void start() {
    result = pipeline.run();
  }

  @Override
  public boolean awaitEnd() throws IOException, InterruptedException {
    PipelineResult running = result;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    try {
      PipelineResult.State state = running.waitUntilFinish(POLL);
      if (state == PipelineResult.State.CANCELLED) {
        throw new InterruptedException("the run was stopped");
      }
      return state != null && state.isTerminal();
    } catch (Pipeline.PipelineExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause; // The last step could not write what the others did.
      }
      throw e;
    } catch (RuntimeException e) {
      if (Thread.interrupted()) { // Beam has made another exception of it.
        throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
      }
      throw e;
    }
  }

  @Override
  public List<StepProgress> progress() {
    return progress.steps();
  }

  @Override
  public Map<String, TaskUse> taskUse() {
    return taskUse.get();
  }

  @Override
  public boolean drain() {
    return result instanceof EcsResult tasks && tasks.drain();
  }

  @Override
  public boolean isDrained() throws InterruptedException {
    return result instanceof EcsResult tasks && tasks.isDrained();
  }

  @Override
  public void stop(Duration patience) {
    PipelineResult running = result;
    try {
      if (running != null) {
        running.cancel();
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("Cancelling failed", e);
    }
    RunningSteps.stop(environment.run());
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (isAtWork() && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Here, or by workers. */
  private boolean isAtWork() {
    return RunningSteps.areAtWork(environment.run())
        || progress.steps().stream().anyMatch(step -> step.running() > 0);
  }

  @Override
  public void close() {
    whenClosed.run();
  }
}
