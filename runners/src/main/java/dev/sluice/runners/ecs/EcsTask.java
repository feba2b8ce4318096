package dev.sluice.runners.ecs;

import dev.sluice.step.StepTask;
import dev.sluice.step.WorkerLine;
import dev.sluice.storage.Storage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt at a task of a {@link EcsCoordinator}. What is not public is for its loop. */
public final class EcsTask {
  final StepTask task;
  final Storage storage;
  final FargateSize size;
  final String provider;
  private final Consumer<WorkerLine> lines;
  private volatile long bytes;
  private final CompletableFuture<TaskEnd> end = new CompletableFuture<>();
  @Nullable String arn;
  long launched;
  boolean stopAsked;
  boolean stuck;

  EcsTask(
      StepTask task,
      Storage storage,
      FargateSize size,
      String provider,
      Consumer<WorkerLine> lines) {
    this.task = task;
    this.storage = storage;
    this.size = size;
    this.provider = provider;
    this.lines = lines;
  }

  /** How many bytes went through, as far as its log has told; for any thread. */
  public long bytes() {
    return bytes;
  }

  /** Takes what the worker says. */
  void says(WorkerLine line) {
    Long through = line.bytes();
    if (through != null) {
      bytes = Math.max(bytes, through);
    }
    lines.accept(line);
  }

  /** Completes, never exceptionally, when the result is there or the task has certainly ended. */
  public CompletionStage<TaskEnd> end() {
    return end;
  }

  void ended(TaskEnd how) {
    end.complete(how);
  }

  boolean hasEnded() {
    return end.isDone();
  }

  /** The last part of the ARN. */
  String id() {
    return arn == null ? "no task" : arn.substring(arn.lastIndexOf('/') + 1);
  }
}
