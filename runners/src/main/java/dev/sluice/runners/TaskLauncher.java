package dev.sluice.runners;

import dev.sluice.runners.ecs.Attempts;
import dev.sluice.step.Load;
import dev.sluice.step.StepTask;
import dev.sluice.storage.Storage;

/**
 * Starts tasks somewhere, each to be done by a worker: a process, a container. The worker is told
 * {@link StepTask#place()} and {@link Storage#arguments()}, and nothing else.
 */
interface TaskLauncher {
  /**
   * Starts a worker, and returns without waiting for it. That it cannot be started is an end of the
   * task as well ({@link TaskExit#code()} is absent), and no exception.
   *
   * @param task which stands in storage already
   * @param storage in which it stands
   * @param load what it does with its time
   * @param attempts what came of those before this one
   */
  RunningTask launch(StepTask task, Storage storage, Load load, Attempts attempts);
}
