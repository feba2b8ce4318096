package dev.sluice.runners;

import java.util.concurrent.CompletionStage;

/** A worker that was started. Its methods return at once. */
interface RunningTask {
  /** Completes, never exceptionally, when the worker has certainly ended. */
  CompletionStage<TaskExit> exit();

  /** How many bytes went through so far, as far as is known. */
  long bytes();

  /** Asks the worker to stop and to give back what it holds. */
  void stop();

  /** Ends the worker as it is. */
  void kill();
}
