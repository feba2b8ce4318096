package dev.sluice.step;

import dev.sluice.storage.Storage;
import java.io.Serializable;
import java.net.URI;

/**
 * What the steps of one run share; travels with the graph.
 *
 * @param run the run's id, unique to it
 * @param storage where the run's files are
 * @param results folder where the results of steps are kept, over runs; ends in a slash
 * @param spread whether steps run in other processes than the one that shows the run's progress
 */
public record StepEnvironment(String run, Storage storage, URI results, boolean spread)
    implements Serializable {
  /** The environment of a run in one process. */
  public StepEnvironment(String run, Storage storage, URI results) {
    this(run, storage, results, false);
  }

  /** Where the steps of this run tell, in this process, how far they are. */
  public Progress progress() {
    return Progress.of(run);
  }

  /** Where the processes of this run tell the others how far they are. */
  URI progressFolder() {
    return results.resolve("../progress/" + run + "/");
  }
}
