package dev.sluice.runners;

import dev.sluice.runners.ecs.TaskUse;
import dev.sluice.step.StepProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One run of the graph on an {@link Engine}. Closing it ends nothing but what this object did. */
public interface GraphRun extends AutoCloseable {
  /**
   * Begins the run; returns when it is under way.
   *
   * @throws IOException if it cannot be begun
   */
  void start() throws IOException, InterruptedException;

  /**
   * Waits for a moment, or until the run has come to its end.
   *
   * @return whether it has; what it did is told by its manifest
   * @throws RefusedException if it ended because of how it was set up
   * @throws IOException if it ended otherwise than by itself
   */
  boolean awaitEnd() throws RefusedException, IOException, InterruptedException;

  /** How far it is; not for use by two threads at once. */
  List<StepProgress> progress();

  /** What its tasks on ECS have used by now, by step; empty if there are none. */
  default Map<String, TaskUse> taskUse() {
    return Map.of();
  }

  /**
   * Launches no more tasks that outlive this process, and lets those that run come to their ends.
   * For any thread.
   *
   * @return false if there are none: only {@link #stop} ends it
   */
  default boolean drain() {
    return false;
  }

  /** Whether it was told to {@link #drain()} and no task runs any more. */
  default boolean isDrained() throws InterruptedException {
    return false;
  }

  /**
   * Cancels it and waits until its parts have given back what they held. May be called at any time,
   * also when starting it was interrupted.
   *
   * @param patience how long to wait at most
   */
  void stop(Duration patience);

  @Override
  void close() throws IOException;
}
