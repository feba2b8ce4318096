package dev.sluice.runners;

import dev.sluice.runners.ecs.Attempts;
import dev.sluice.runners.ecs.EcsCoordinator;
import dev.sluice.runners.ecs.EcsSettings;
import dev.sluice.runners.ecs.EcsTask;
import dev.sluice.step.Load;
import dev.sluice.step.StepTask;
import dev.sluice.storage.Storage;
import java.util.concurrent.CompletionStage;

/** Starts workers as tasks on Amazon ECS. */
final class EcsLauncher implements TaskLauncher {
  private final EcsCoordinator coordinator;

  EcsLauncher(EcsSettings settings) {
    this.coordinator = EcsCoordinator.start(settings);
  }

  @Override
  public RunningTask launch(StepTask task, Storage storage, Load load, Attempts attempts) {
    return new OnEcs(coordinator, coordinator.launch(task, storage, load, attempts));
  }

  private record OnEcs(EcsCoordinator coordinator, EcsTask task) implements RunningTask {
    @Override
    public CompletionStage<TaskExit> exit() {
      return task.end().thenApply(end -> new TaskExit(end.cause(), end.code(), end.account()));
    }

    /** Is not told while the task runs. */
    @Override
    public long bytes() {
      return 0;
    }

    @Override
    public void stop() {
      coordinator.stop(task);
    }

    /** ECS kills what does not stop, by itself. */
    @Override
    public void kill() {
      coordinator.stop(task);
    }
  }
}
