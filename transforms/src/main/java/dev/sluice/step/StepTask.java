package dev.sluice.step;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a request that is run by a worker elsewhere, as it stands in storage: all that a
 * worker needs to know. It writes the result where the step keeps its results, as any run of the
 * step does, and then its report at {@link #outcome()}. A failure is in the report alone, and a
 * report is of this attempt alone: what failed is never taken for done.
 *
 * @param schema version of this form: {@value #SCHEMA}
 * @param run the run's id
 * @param step the step's name
 * @param attempt which attempt it is, from 1
 * @param request the request's JSON form
 * @param work the run's {@link WorkFolder}
 * @param folder the attempt's own, below {@link WorkFolder#tasks}; ends in a slash
 * @param lease how long the worker is at work; null: it ends with its launcher
 * @param ticket of what was reserved for it, see {@link Reservation}; null: nothing was
 * @param profiles where the worker's {@link FlightRecording} goes; null: it makes none
 */
public record StepTask(
    int schema,
    String run,
    String step,
    int attempt,
    JsonNode request,
    URI work,
    URI folder,
    @Nullable TaskLease lease,
    @Nullable String ticket,
    @Nullable URI profiles) {
  /** The version that is written and understood. */
  public static final int SCHEMA = 4;

  /** A worker's exit code when its heap was too small, which is not the step's to report. */
  public static final int OUT_OF_MEMORY = 4;

  private static final String FILE = "task.json";
  private static final String OUTCOME = "outcome.json";

  public StepTask {
    if (schema != SCHEMA) {
      throw new IllegalArgumentException("schema: %d (expected %d)".formatted(schema, SCHEMA));
    }
  }

  /**
   * An attempt at a request.
   *
   * @param fingerprint the request's ({@link StepRunner#fingerprint})
   */
  public static <Q> StepTask of(
      StepEnvironment environment,
      StepFunction<Q, ?> function,
      Q request,
      String fingerprint,
      int attempt) {
    URI folder =
        environment
            .work()
            .tasks(environment.run())
            .resolve(
                "%s/%s/%d/".formatted(function.name().replace(' ', '-'), fingerprint, attempt));
    return new StepTask(
        SCHEMA,
        environment.run(),
        function.name(),
        attempt,
        Json.tree(request),
        environment.work().uri(),
        folder,
        null,
        null,
        environment.profiles());
  }

  /** The same for a worker that outlives its launcher; null: that does not. */
  public StepTask leased(@Nullable TaskLease outliving) {
    return new StepTask(
        SCHEMA, run, step, attempt, request, work, folder, outliving, ticket, profiles);
  }

  /** The same for a worker that something was reserved for. */
  public StepTask holding(Reservation reserved) {
    return new StepTask(
        SCHEMA, run, step, attempt, request, work, folder, lease, reserved.ticket(), profiles);
  }

  /** Whether anybody drives the run, for a worker with this lease whose storage this is. */
  public DriverWatch watch(TaskLease outliving, Storage storage) {
    return new DriverWatch(
        storage.versioned(), new WorkFolder(work).driver(run), outliving.lapse(), System::nanoTime);
  }

  /** Where it stands itself; what else belongs to the attempt, such as its log, goes beside it. */
  public URI place() {
    return folder.resolve(FILE);
  }

  /** Where the report goes. */
  public URI outcome() {
    URI tasks = new WorkFolder(work).tasks(run);
    return outcomes().resolve(tasks.relativize(folder)).resolve(OUTCOME);
  }

  /** Below which the reports of all tasks of the run go, and nothing else. */
  public URI outcomes() {
    return new WorkFolder(work).outcomes(run);
  }

  /** Writes it down, for a worker that knows nothing but its place. */
  public void put(Storage storage) throws IOException {
    storage.writeText(place(), Json.prettyText(this));
  }

  /**
   * The task that stands at a place.
   *
   * @throws IOException if there is none, or it is of another version
   */
  public static StepTask at(URI place, Storage storage) throws IOException {
    return Json.value(storage.readText(place), StepTask.class);
  }

  /** What the steps of the run share, for a worker whose storage this is. */
  public StepEnvironment environment(Storage storage) {
    return new StepEnvironment(run, storage, new WorkFolder(work), false, profiles);
  }

  /** Runs a function for the task's request, unless that is done, and writes the report down. */
  public <Q, R> StepReport run(StepFunction<Q, R> function, Storage storage)
      throws IOException, InterruptedException {
    Q value = Json.value(request, function.requestType());
    StepReport report = StepRunner.of(function, environment(storage)).attempt(value).report();
    storage.writeText(outcome(), Json.prettyText(report));
    return report;
  }

  /** The report of the worker; empty if it left none. */
  public Optional<StepReport> report(Storage storage) throws IOException {
    try {
      return Optional.of(Json.value(storage.readText(outcome()), StepReport.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
