package dev.sluice.step;

import dev.sluice.storage.Storage;
import java.io.Serializable;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one run share; travels with the graph.
 *
 * @param run the run's id, unique to it
 * @param storage where the run's files are
 * @param work where they keep all that is not published
 * @param spread whether steps run in other processes than the one that shows the run's progress
 * @param profiles where {@link FlightRecording}s go; null: there are none
 */
public record StepEnvironment(
    String run, Storage storage, WorkFolder work, boolean spread, @Nullable URI profiles)
    implements Serializable {
  /** The environment of a run in one process. */
  public StepEnvironment(String run, Storage storage, URI work) {
    this(run, storage, new WorkFolder(work), false, null);
  }

  /** The same of another run. */
  public StepEnvironment of(String other) {
    return new StepEnvironment(other, storage, work, spread, profiles);
  }

  /** Where the steps of this run tell, in this process, how far they are. */
  public Progress progress() {
    return Progress.of(run);
  }
}
