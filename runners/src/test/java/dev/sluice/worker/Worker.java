package dev.sluice.worker;

import dev.sluice.runners.Count;
import dev.sluice.step.StepTask;
import dev.sluice.storage.LocalStorage;
import java.net.URI;

/** Stands in for the worker, which this module does not know: it does {@link Count} alone. */
public final class Worker {
  private Worker() {}

  public static void main(String[] args) throws Exception {
    LocalStorage storage = new LocalStorage();
    StepTask task = StepTask.at(URI.create(args[0]), storage);
    System.out.println(11);
    task.run(new Count(task.step()), storage);
    System.out.println(42);
  }
}
