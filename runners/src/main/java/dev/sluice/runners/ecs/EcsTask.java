package dev.sluice.runners.ecs;

import dev.sluice.step.StepTask;
import dev.sluice.storage.Storage;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One attempt at a task of a {@link EcsCoordinator}. All but {@link #end()} is for its loop. */
public final class EcsTask {
  final StepTask task;
  final Storage storage;
  final FargateSize size;
  final String provider;
  private final CompletableFuture<TaskEnd> end = new CompletableFuture<>();
  @Nullable String arn;
  long launched;
  boolean stopAsked;
  boolean stuck;

  EcsTask(StepTask task, Storage storage, FargateSize size, String provider) {
    this.task = task;
    this.storage = storage;
    this.size = size;
    this.provider = provider;
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
