package dev.sluice.runners.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/** What ECS says of the end of a task, and what is taken from it. */
class TaskEndTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "EssentialContainerExited | Essential container in task exited | 1   | - | LOST",
        "EssentialContainerExited | Essential container in task exited | 0   | - | LOST",
        "EssentialContainerExited | Essential container in task exited | -   | - | LOST",
        "EssentialContainerExited | Essential container in task exited | 137 | - | LOST",
        "EssentialContainerExited | Essential container in task exited | 137"
            + " | OutOfMemoryError: Container killed due to memory usage | OUT_OF_MEMORY",
        "EssentialContainerExited | Essential container in task exited | 4 | - | OUT_OF_MEMORY",
        "EssentialContainerExited | Essential container in task exited | 3 | - | LOST",
        "SpotInterruption | Your Spot Task was interrupted. | 143 | - | INTERRUPTED",
        "SpotInterruption | Your Spot Task was interrupted. | 0   | - | INTERRUPTED",
        "TerminationNotice | Your Spot Task was interrupted. | -  | - | INTERRUPTED",
        "TaskFailedToStart | Timeout waiting for network interface | - | - | LOST",
        "TaskFailedToStart | Capacity is unavailable at this time. | - | - | NO_CAPACITY",
        "TaskFailedToStart | CannotPullContainerError: sluice:1: not found | - | - | UNUSABLE",
        "TaskFailedToStart | CannotPullContainerError: i/o timeout | - | - | LOST"
      })
  void tellsTheCause(
      String stop, String reason, @Nullable Integer code, @Nullable String inside, EndCause cause) {
    Container worker = Container.builder().name("worker").exitCode(code).reason(inside).build();
    Container beside = Container.builder().name("proxy").exitCode(0).build();
    Task task =
        Task.builder()
            .stopCode(TaskStopCode.fromValue(stop))
            .stoppedReason(reason)
            .containers(beside, worker)
            .build();
    TaskEnd end = TaskEnd.of(task, "worker");
    assertThat(end.cause()).isEqualTo(cause);
    assertThat(end.code()).isEqualTo(code == null ? OptionalInt.empty() : OptionalInt.of(code));
    assertThat(end.account()).startsWith(reason).contains(inside == null ? "" : inside);
  }

  @Test
  void needsNoContainers() {
    Task task = Task.builder().stopCode(TaskStopCode.TASK_FAILED_TO_START).build();
    assertThat(TaskEnd.of(task, "worker"))
        .isEqualTo(new TaskEnd(EndCause.LOST, OptionalInt.empty(), "no reason given"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "You’ve reached the limit on the number of vCPUs you can run concurrently | ACCOUNT_FULL",
        "Capacity is unavailable at this time. Please try again later | NO_CAPACITY",
        "RESOURCE:ENI | LOST"
      })
  void tellsWhyALaunchWasRefused(String reason, EndCause cause) {
    assertThat(TaskEnd.refused(reason).cause()).isEqualTo(cause);
  }
}
