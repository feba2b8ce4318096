package dev.sluice.runners;

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A worker process that could not be started.
 *
 * @param reason why
 */
record UnstartedProcess(String reason) implements RunningTask {
  @Override
  public CompletionStage<TaskExit> exit() {
    return CompletableFuture.completedFuture(new TaskExit(OptionalInt.empty(), reason));
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public void stop() {}

  @Override
  public void kill() {}
}
