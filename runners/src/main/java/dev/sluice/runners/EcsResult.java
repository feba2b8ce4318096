package dev.sluice.runners;

import java.io.IOException;
import java.util.function.Supplier;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/** The delegate's result; cancelling stops the tasks too, and no task outlives the run. */
final class EcsResult implements PipelineResult {
  private final PipelineResult result;
  private final TaskSettings settings;

  EcsResult(PipelineResult result, TaskSettings settings) {
    this.result = result;
    this.settings = settings;
    stopIfEnded(result.getState());
  }

  @Override
  public State getState() {
    return result.getState();
  }

  @Override
  public State cancel() throws IOException {
    RemoteTasks.stop(settings);
    return result.cancel();
  }

  /** Launches no more tasks, if they outlive this process; whether they do. */
  boolean drain() {
    if (settings.ecs() == null) {
      return false;
    }
    RemoteTasks.drain(settings);
    return true;
  }

  /** Whether it was told to, and no task runs any more. */
  boolean isDrained() throws InterruptedException {
    return RemoteTasks.isDrained(settings);
  }

  @Override
  public State waitUntilFinish(Duration duration) {
    return watched(() -> result.waitUntilFinish(duration));
  }

  @Override
  public State waitUntilFinish() {
    return watched(result::waitUntilFinish);
  }

  private State watched(Supplier<State> wait) {
    boolean returned = false;
    try {
      State state = wait.get();
      returned = true;
      stopIfEnded(state);
      if (state == State.DONE) {
        awaitLastLines();
      }
      return state;
    } finally {
      if (!returned) {
        RemoteTasks.stop(settings);
      }
    }
  }

  private void awaitLastLines() {
    try {
      RemoteTasks.awaitLastLines(settings);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped when all but the logs was done", e);
    }
  }

  @Override
  public MetricResults metrics() {
    return result.metrics();
  }

  private void stopIfEnded(@Nullable State state) {
    if (state != null && state.isTerminal()) {
      RemoteTasks.stop(settings);
    }
  }
}
