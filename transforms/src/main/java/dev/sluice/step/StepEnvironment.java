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
 */
public record StepEnvironment(String run, Storage storage, URI results) implements Serializable {
  /** Where the steps of this run tell, in this process, how far they are. */
  public Progress progress() {
    return Progress.of(run);
  }
}
