package dev.sluice.step;

import java.io.Serializable;
import java.net.URI;
import java.util.List;

/**
 * The layout of a run's work folder: where everything is that is not published.
 *
 * @param uri ends in a slash
 */
public record WorkFolder(URI uri) implements Serializable {
  public WorkFolder {
    if (!uri.toString().endsWith("/")) {
      throw new IllegalArgumentException(uri + " is not a folder (expected a slash at its end)");
    }
  }

  /** The mirrors' slots, where more than one process downloads: those of any run, by mirror. */
  public URI slots() {
    return uri.resolve("slots/");
  }

  /** Files as they came from mirrors. */
  public URI raw() {
    return uri.resolve("raw/");
  }

  /** The records of each file. */
  public URI runs() {
    return uri.resolve("runs/");
  }

  /** Those that were not in order, sorted. */
  public URI sorted() {
    return uri.resolve("sorted/");
  }

  /** What converting, sorting and merging put aside while they last. */
  public URI spills() {
    return uri.resolve("spills/");
  }

  /** The results of steps. */
  URI results() {
    return uri.resolve("results/");
  }

  /** The tasks of a run's steps, where they are workers of their own. */
  public URI tasks(String run) {
    return tasks().resolve(run + "/");
  }

  /** Where the tasks of a run report; nothing else is there, so one listing tells who has ended. */
  URI outcomes(String run) {
    return tasks(run).resolve("outcomes/");
  }

  /** The id of the run whose tasks go on though its driver may be gone; absent if none does. */
  public URI taskRun() {
    return tasks().resolve("run");
  }

  /** The {@link DriverLease} of such a run. */
  public URI driver(String run) {
    return tasks(run).resolve("driver");
  }

  /** Where the processes of a run tell the others how far they are. */
  URI progress(String run) {
    return progress().resolve(run + "/");
  }

  /** The folders of what a run goes on from that an earlier one left. */
  public List<URI> kept() {
    return List.of(results(), raw(), runs(), sorted());
  }

  /** The folders of what is of no use any more when a run has ended, however it did. */
  public List<URI> passing() {
    return List.of(spills(), tasks(), progress());
  }

  private URI tasks() {
    return uri.resolve("tasks/");
  }

  private URI progress() {
    return uri.resolve("progress/");
  }
}
