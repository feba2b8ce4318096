package dev.sluice.step;

import java.util.function.Consumer;

/** What is said in the tasks of a run, as this process learns it. Only ever shown. */
public final class RunMessages {
  private static final PerRun<RunMessages> RUNS = PerRun.of(RunMessages::new);

  private volatile Consumer<TaskMessage> listener = message -> {};

  private RunMessages() {}

  /** Those of the run with this id. */
  public static RunMessages of(String run) {
    return RUNS.of(run);
  }

  /** Passes a message on to whoever listens now; for any thread. */
  public void tell(TaskMessage message) {
    listener.accept(message);
  }

  /**
   * Has somebody listen, instead of whoever did.
   *
   * @param listener for any thread
   */
  public void listen(Consumer<TaskMessage> listener) {
    this.listener = listener;
  }
}
