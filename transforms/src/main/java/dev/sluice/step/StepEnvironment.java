package dev.sluice.step;

import dev.sluice.storage.Storage;
import java.io.Serializable;

/**
 * What the steps of one run share; travels with the graph.
 *
 * @param run the run's id, unique to it
 * @param storage where the run's files are
 */
public record StepEnvironment(String run, Storage storage) implements Serializable {
  /** Where the steps of this run tell, in this process, how far they are. */
  public Progress progress() {
    return Progress.of(run);
  }
}
