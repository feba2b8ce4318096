package dev.sluice.step;

import dev.sluice.storage.Storage;
import java.io.Serializable;
import java.net.URI;

/**
 * What the steps of one run share; travels with the graph.
 *
 * @param run the run's id, unique to it
 * @param storage where the run's files are
 * @param work folder of all that the steps keep beside their outputs; ends in a slash
 */
public record StepEnvironment(String run, Storage storage, URI work) implements Serializable {
  public StepEnvironment {
    if (!work.toString().endsWith("/")) {
      throw new IllegalArgumentException(work + " is not a folder (expected a slash at its end)");
    }
  }

  /** Folder of the results of steps, kept over runs. */
  public URI results() {
    return work.resolve("results/");
  }

  /** Folder of the mirrors' slots, where more than one process downloads. */
  public URI slots() {
    return work.resolve("slots/");
  }

  /** Folder of the tasks of this run's steps, where they run elsewhere. */
  URI tasks() {
    return work.resolve("tasks/" + run + "/");
  }

  /** Where the steps of this run tell, in this process, how far they are. */
  public Progress progress() {
    return Progress.of(run);
  }
}
