package dev.sluice.runners;

import dev.sluice.runners.ecs.Attempts;
import dev.sluice.step.Load;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepTask;
import dev.sluice.step.TaskLease;
import dev.sluice.step.WorkerLine;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts tasks somewhere, each to be done by a worker: a process, a container. The worker is told
 * {@link StepTask#place()} and {@link Storage#arguments()}, and nothing else.
 */
interface TaskLauncher {
  /**
   * What an earlier driver of the same run came to with a request.
   *
   * @param attempt the last one that it made, or was about to make
   * @param attempts what came of those before that one
   */
  record Earlier(int attempt, Attempts attempts) {}

  /**
   * The run that tasks are launched for: this one, or, if tasks outlive the process that launches
   * them, the one that it goes on with.
   *
   * @throws IOException if that cannot be told
   */
  default StepEnvironment environment(StepEnvironment environment) throws IOException {
    return environment;
  }

  /** How long a worker is at work; null: no longer than the process that launched it. */
  default @Nullable TaskLease lease() {
    return null;
  }

  /**
   * What an earlier driver came to with the request of a task, whatever its attempt; empty if there
   * was none or it did not come so far. An attempt that it names can be launched as any other: if
   * it was launched already, that worker is the one, and no other starts.
   */
  default Optional<Earlier> earlier(StepTask task, Storage storage) throws IOException {
    return Optional.empty();
  }

  /** Whether what a task needs is reserved before it is launched, as waiting for it has a price. */
  default boolean reserves() {
    return false;
  }

  /** Whether workers have ended whose last lines may still come. */
  default boolean isReading() throws InterruptedException {
    return false;
  }

  /** Tells that nothing is launched any more. */
  default void end() {}

  /**
   * Starts a worker, and returns without waiting for it. That it cannot be started is an end of the
   * task as well ({@link TaskExit#code()} is absent), and no exception; that storage fails is one.
   *
   * @param task which stands in storage already
   * @param storage in which it stands
   * @param load what it does with its time
   * @param attempts what came of those before this one
   * @param lines takes each line that the worker says, once and in its order as far as that is
   *     known, on any thread, one at a time; some may come after the end of the task
   */
  RunningTask launch(
      StepTask task, Storage storage, Load load, Attempts attempts, Consumer<WorkerLine> lines)
      throws IOException;
}
