package dev.sluice.runners.ecs;

import dev.sluice.step.Json;
import dev.sluice.step.Load;
import dev.sluice.step.StepTask;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What RunTask is about to be asked for an attempt, as it stands beside its task: all that the
 * request is made from, so that another driver makes the same one, whatever its own options are.
 *
 * @param schema version of this form: {@value #SCHEMA}
 * @param attempt the task's
 * @param attempts what came of those before
 * @param load what the worker does with its time
 * @param arguments what the worker is told beside its place
 * @param settings those of the driver that wrote it
 */
public record Intent(
    int schema,
    int attempt,
    Attempts attempts,
    Load load,
    List<String> arguments,
    EcsSettings settings) {
  private static final int SCHEMA = 1;
  private static final String FILE = "intent.json";

  public Intent {
    if (schema != SCHEMA) {
      throw new IllegalArgumentException("schema: %d (expected %d)".formatted(schema, SCHEMA));
    }
    arguments = List.copyOf(arguments);
  }

  /** That of an attempt which nobody has made yet. */
  public static Intent now(
      StepTask task, Storage storage, Load load, Attempts attempts, EcsSettings settings) {
    return new Intent(SCHEMA, task.attempt(), attempts, load, storage.arguments(), settings);
  }

  /** That of an attempt, if anybody was about to make it. */
  public static Optional<Intent> of(StepTask task, Storage storage) throws IOException {
    return at(place(task), storage);
  }

  /** That of the last attempt at the request of a task, whatever the task's own attempt is. */
  public static Optional<Intent> last(StepTask task, Storage storage) throws IOException {
    Optional<URI> last =
        storage.list(task.place().resolve("../")).stream()
            .filter(file -> file.getPath().endsWith("/" + FILE))
            .max(Comparator.comparingInt(Intent::attempt));
    return last.isPresent() ? at(last.get(), storage) : Optional.empty();
  }

  /** Writes it down. */
  public void put(StepTask task, Storage storage) throws IOException {
    storage.writeText(place(task), Json.prettyText(this));
  }

  private static Optional<Intent> at(URI place, Storage storage) throws IOException {
    try {
      return Optional.of(Json.value(storage.readText(place), Intent.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static URI place(StepTask task) {
    return task.place().resolve(FILE);
  }

  /** The number of the folder that it is in. */
  private static int attempt(URI place) {
    Path folder = Path.of(place.getPath()).getParent();
    return folder == null ? 0 : Integer.parseInt(String.valueOf(folder.getFileName()));
  }
}
