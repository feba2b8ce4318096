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
 * @param spread whether steps run in other processes than the one that shows the run's progress
 */
public record StepEnvironment(String run, Storage storage, URI work, boolean spread)
    implements Serializable {
  public StepEnvironment {
    if (!work.toString().endsWith("/")) {
      throw new IllegalArgumentException(work + " is not a folder (expected a slash at its end)");
    }
  }

  /** The environment of a run in one process. */
  public StepEnvironment(String run, Storage storage, URI work) {
    this(run, storage, work, false);
  }

  /** Folder of the results of steps, kept over runs. */
  public URI results() {
    return work.resolve("results/");
  }

  /** Folder of the mirrors' slots, where more than one process downloads. */
  public URI slots() {
    return work.resolve("slots/");
  }

  /** Folder of the tasks of this run's steps, where they are workers of their own. */
  URI tasks() {
    return work.resolve("tasks/" + run + "/");
  }

  /** Where the processes of this run tell the others how far they are. */
  URI progressFolder() {
    return work.resolve("progress/" + run + "/");
  }

  /** Where the steps of this run tell, in this process, how far they are. */
  public Progress progress() {
    return Progress.of(run);
  }
}
