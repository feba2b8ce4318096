package dev.sluice.runners.ecs;

import dev.sluice.step.StepTask;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

/**
 * How a task ended.
 *
 * @param cause why; of no meaning if its result is there
 * @param code the worker's exit code; absent if nobody knows it
 * @param account the task's id, its stop reason in plain words and where its log is
 * @param leftResult whether its result was seen
 */
public record TaskEnd(EndCause cause, OptionalInt code, String account, boolean leftResult) {
  /** Of a task of which no result was seen. */
  TaskEnd(EndCause cause, OptionalInt code, String account) {
    this(cause, code, account, false);
  }

  /** Of a task whose result is there. */
  static TaskEnd withResult(String account) {
    return new TaskEnd(EndCause.LOST, OptionalInt.of(0), account, true);
  }

  /** Whether the last that the worker said may tell why. */
  boolean isForTheWorkerToTell() {
    return !leftResult && (cause == EndCause.LOST || cause == EndCause.OUT_OF_MEMORY);
  }

  /**
   * How ECS tells that a task has ended.
   *
   * @param container the worker's: those beside it have no say
   */
  static TaskEnd of(Task task, String container) {
    Container worker =
        task.containers().stream().filter(c -> container.equals(c.name())).findFirst().orElse(null);
    OptionalInt code =
        worker == null || worker.exitCode() == null
            ? OptionalInt.empty()
            : OptionalInt.of(worker.exitCode());
    String reason = Objects.requireNonNullElse(task.stoppedReason(), "no reason given");
    String inside = worker == null ? "" : Objects.requireNonNullElse(worker.reason(), "");
    String said = inside.isEmpty() ? reason : reason + ": " + inside;
    EndCause cause = cause(task.stopCode(), code, said);
    return new TaskEnd(cause, code, said + fix(cause));
  }

  /** A launch that ECS refused. */
  static TaskEnd refused(String reason) {
    EndCause cause = cause(null, OptionalInt.empty(), reason);
    return new TaskEnd(cause, OptionalInt.empty(), reason + fix(cause));
  }

  private static EndCause cause(@Nullable TaskStopCode stop, OptionalInt code, String said) {
    String text = said.toLowerCase(Locale.ROOT);
    if (stop == TaskStopCode.SPOT_INTERRUPTION || stop == TaskStopCode.TERMINATION_NOTICE) {
      return EndCause.INTERRUPTED;
    }
    if (text.contains("capacity is unavailable")) {
      return EndCause.NO_CAPACITY;
    }
    if (text.contains("limit on the number of vcpus")) {
      return EndCause.ACCOUNT_FULL;
    }
    // The container's memory, or the heap within it.
    if ((text.contains("outofmemory") && code.orElse(137) == 137)
        || code.orElse(0) == StepTask.OUT_OF_MEMORY) {
      return EndCause.OUT_OF_MEMORY;
    }
    return stop == TaskStopCode.TASK_FAILED_TO_START && isPermanent(text)
        ? EndCause.UNUSABLE
        : EndCause.LOST;
  }

  private static boolean isPermanent(String text) {
    return (text.contains("cannotpullcontainer") || text.contains("resourceinitialization"))
        && (text.contains("not found")
            || text.contains("unauthorized")
            || text.contains("denied")
            || text.contains("not authorized"));
  }

  /** What to do. */
  private static String fix(EndCause cause) {
    return switch (cause) {
      case UNUSABLE ->
          " (expected an image that is there and that the task's execution role may pull)";
      case OUT_OF_MEMORY ->
          " (it is tried once with more; --ecsConvertMemoryMiB or --ecsDownloadMemoryMiB gives more"
              + " to all)";
      case NO_CAPACITY ->
          " (other subnets or times may have some, and --ecsCapacityProviders=FARGATE for its"
              + " price)";
      case ACCOUNT_FULL ->
          " (it waits until others end; Service Quotas of the account may be raised)";
      case INTERRUPTED -> " (Spot took its machine back; that costs no retry)";
      case LOST -> "";
    };
  }

  TaskEnd withAccount(String text) {
    return new TaskEnd(cause, code, text);
  }
}
