package dev.sluice.tests.ecs;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Takes tasks through their states: Developer Guide, "Amazon ECS task lifecycle". Stop codes and
 * reasons: Developer Guide, "Viewing Amazon ECS stopped task errors", and API Reference, Task.
 */
final class TaskLife {
  private final World world;
  private final EcsSettings settings;
  private final TaskStart start;
  private final Consumer<EcsTask> stopped;

  /**
   * @param stopped is told of each task that has stopped
   */
  TaskLife(World world, EcsSettings settings, TaskStart start, Consumer<EcsTask> stopped) {
    this.world = world;
    this.settings = settings;
    this.start = start;
    this.stopped = stopped;
  }

  void begin(EcsTask task) {
    goesOn(task, "PROVISIONING", pace().provisioning(), () -> pull(task));
  }

  private void pull(EcsTask task) {
    task.enters("PENDING");
    task.at("connectivityAt", world.now());
    task.at("pullStartedAt", world.now());
    goesOn(task, "PENDING", pace().pending(), () -> activate(task));
  }

  private void activate(EcsTask task) {
    try {
      start.prepare(task);
      task.at("pullStoppedAt", world.now());
      task.enters("ACTIVATING");
      goesOn(task, "ACTIVATING", pace().activating(), () -> run(task));
    } catch (CannotStart e) {
      failsToStart(task, e);
    }
  }

  private void run(EcsTask task) {
    task.enters("RUNNING");
    task.at("startedAt", world.now());
    try {
      for (TaskContainer container : task.containers()) {
        start.run(task, container, code -> exited(task, container, code));
      }
    } catch (IOException e) {
      failsToStart(task, CannotStart.container(e));
      return;
    }
    task.fate()
        .outOfMemoryAfter()
        .ifPresent(delay -> world.after(delay, () -> runsOutOfMemory(task)));
    task.fate()
        .interruptedAfter()
        .ifPresent(delay -> world.after(delay, () -> interrupt(task, true)));
  }

  /** What comes next, unless the task is stopped before, or stuck. */
  private void goesOn(EcsTask task, String status, Duration delay, Runnable next) {
    if (!task.fate().stuckIn().filter(status::equals).isPresent()) {
      world.after(
          delay,
          () -> {
            if (!task.stops()) {
              next.run();
            }
          });
    }
  }

  private void failsToStart(EcsTask task, CannotStart why) {
    task.containers().forEach(TaskContainer::kill);
    task.stopsFor("TaskFailedToStart", why.reason(), world.now());
    if (why.beforeContainers()) {
      task.containers().clear();
    }
    for (TaskContainer container : task.containers()) {
      container.ended(null); // It never ran: API Reference, Container, exitCode.
      container.because(why.reason());
    }
    deprovision(task);
  }

  private void runsOutOfMemory(EcsTask task) {
    TaskContainer first = task.containers().get(0);
    if (first.isRunning()) {
      // Developer Guide, "Troubleshooting Amazon ECS OutOfMemoryError errors".
      first.because("OutOfMemoryError: Container killed due to memory usage");
      first.kill();
    }
  }

  private void exited(EcsTask task, TaskContainer container, int code) {
    if (!container.isRunning()) {
      return;
    }
    container.ended(task.fate().exitCodeLost() ? null : code);
    if (TaskDefinition.isEssential(container.definition()) && !task.stops()) {
      // API Reference, ContainerDefinition, essential: all others are stopped then.
      task.stopsFor("EssentialContainerExited", "Essential container in task exited", world.now());
      terminate(task);
    }
    if (task.containers().stream().noneMatch(TaskContainer::isRunning)) {
      if (!task.stops()) {
        task.stopsFor(
            "EssentialContainerExited", "Essential container in task exited", world.now());
      }
      task.at("executionStoppedAt", world.now());
      windDown(task);
    }
  }

  /** StopTask: a task that stops already goes on doing so. */
  void stop(EcsTask task, String reason) {
    if (task.stops()) {
      return;
    }
    task.stopsFor("UserInitiated", reason, world.now());
    if (task.is("RUNNING")) {
      task.enters("DEACTIVATING");
      world.after(
          pace().deactivating(),
          () -> {
            if (task.is("DEACTIVATING")) {
              task.enters("STOPPING");
            }
            terminate(task);
          });
    } else {
      // It was not started yet, so nothing has an exit code.
      task.containers().forEach(container -> container.ended(null));
      deprovision(task);
    }
  }

  /**
   * Developer Guide, "Fargate capacity providers", "Handling Fargate Spot termination notices":
   * SIGTERM, and SIGKILL after the stop timeout, at most two minutes later; by then the task is
   * RUNNING with the code TerminationNotice. The notice is not certain ({@code ecs.md}).
   *
   * @return whether the task was there to be interrupted
   */
  boolean interrupt(EcsTask task, boolean notice) {
    if (!task.isSpot() || task.stops()) {
      return false;
    }
    task.stopsFor("TerminationNotice", "Your Spot Task was interrupted.", world.now());
    if (!task.is("RUNNING")) {
      task.containers().forEach(container -> container.ended(null));
      deprovision(task);
    } else if (notice) {
      terminate(task);
    } else {
      task.containers().forEach(TaskContainer::kill);
    }
    return true;
  }

  /** API Reference, StopTask: SIGTERM, and SIGKILL to what has not ended after its timeout. */
  private void terminate(EcsTask task) {
    for (TaskContainer container : task.containers()) {
      container.terminate();
      world.after(TaskDefinition.stopTimeout(container.definition()), container::kill);
    }
  }

  private void windDown(EcsTask task) {
    if (task.is("RUNNING")) {
      task.enters("DEACTIVATING");
    }
    world.after(
        pace().deactivating(),
        () -> {
          task.enters("STOPPING");
          world.after(pace().stopping(), () -> deprovision(task));
        });
  }

  private void deprovision(EcsTask task) {
    task.enters("DEPROVISIONING");
    world.after(
        pace().deprovisioning(),
        () -> {
          task.enters("STOPPED");
          task.at("stoppedAt", world.now());
          if (task.stopCode().equals("TerminationNotice")) {
            task.hasStoppedFor("SpotInterruption");
          }
          stopped.accept(task);
        });
  }

  private Pace pace() {
    return settings.pace();
  }
}
