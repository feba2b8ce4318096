package dev.sluice.step;

import dev.sluice.storage.Storage;
import java.io.Serializable;
import java.net.URI;

/**
 * What the steps of one run share; travels with the graph.
 *
 * @param run the run's id, unique to it
 * @param storage where the run's files are
 * @param work where they keep all that is not published
 * @param spread whether steps run in other processes than the one that shows the run's progress
 */
public record StepEnvironment(String run, Storage storage, WorkFolder work, boolean spread)
    implements Serializable {
  /** The environment of a run in one process. */
  public StepEnvironment(String run, Storage storage, URI work) {
    this(run, storage, new WorkFolder(work), false);
  }

  /** Where the steps of this run tell, in this process, how far they are. */
  public Progress progress() {
    return Progress.of(run);
  }
}
