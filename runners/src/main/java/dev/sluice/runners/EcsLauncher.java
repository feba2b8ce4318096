package dev.sluice.runners;

import dev.sluice.runners.ecs.Attempts;
import dev.sluice.runners.ecs.EcsCoordinator;
import dev.sluice.runners.ecs.EcsSettings;
import dev.sluice.runners.ecs.EcsTask;
import dev.sluice.runners.ecs.Intent;
import dev.sluice.runners.ecs.TaskBill;
import dev.sluice.step.DriverLease;
import dev.sluice.step.Load;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepTask;
import dev.sluice.step.TaskLease;
import dev.sluice.step.WorkerLine;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts workers as tasks on Amazon ECS, and goes on with those that an earlier driver of the run
 * has started. What is about to be asked of ECS is written down before, so it can be asked again
 * word for word by whoever comes after. But for one run, by one thread.
 */
final class EcsLauncher implements TaskLauncher {
  /** A client token, by which a task is found again, lives a day: API Reference, RunTask. */
  private static final Duration MOST = Duration.ofHours(23);

  private final EcsSettings settings;
  private final EcsCoordinator coordinator;
  private @Nullable TaskRun run;

  EcsLauncher(EcsSettings settings) {
    this.settings = settings;
    this.coordinator = EcsCoordinator.start(settings);
  }

  @Override
  public StepEnvironment environment(StepEnvironment environment) throws IOException {
    TaskRun known = run;
    if (known == null) {
      known = TaskRun.in(environment.work(), environment.storage());
      DriverLease lease =
          new DriverLease(environment.storage().versioned(), environment.work().driver(known.id()));
      lease.take();
      coordinator.renew(lease);
      coordinator.enterIn(TaskBill.of(environment.run()));
      run = known;
    }
    return environment.of(known.id());
  }

  @Override
  public boolean reserves() {
    return true;
  }

  @Override
  public TaskLease lease() {
    return new TaskLease(settings.lease(), MOST);
  }

  @Override
  public Optional<Earlier> earlier(StepTask task, Storage storage) throws IOException {
    if (run == null || !run.resumed()) {
      return Optional.empty();
    }
    return Intent.last(task, storage)
        .map(intent -> new Earlier(intent.attempt(), intent.attempts()));
  }

  @Override
  public RunningTask launch(
      StepTask task, Storage storage, Load load, Attempts attempts, Consumer<WorkerLine> lines)
      throws IOException {
    Optional<Intent> earlier = Intent.of(task, storage);
    if (earlier.isPresent()) {
      return new OnEcs(coordinator, coordinator.resume(task, storage, earlier.get(), lines));
    }
    Intent intent = Intent.now(task, storage, load, attempts, settings);
    intent.put(task, storage);
    return new OnEcs(coordinator, coordinator.launch(task, storage, intent, lines));
  }

  @Override
  public boolean isReading() throws InterruptedException {
    try {
      return coordinator.ending().get() > 0;
    } catch (ExecutionException e) {
      return false; // Nothing of it is of use any more.
    }
  }

  @Override
  public void end() {
    coordinator.renewNoMore();
  }

  private record OnEcs(EcsCoordinator coordinator, EcsTask task) implements RunningTask {
    @Override
    public CompletionStage<TaskExit> exit() {
      return task.end().thenApply(end -> new TaskExit(end.cause(), end.code(), end.account()));
    }

    @Override
    public long bytes() {
      return task.bytes();
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
