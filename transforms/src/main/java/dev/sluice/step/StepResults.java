package dev.sluice.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.storage.Digests;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The results of steps, kept by fingerprint: the digest of the step's name, its format and what the
 * request's result depends on. The same fingerprint means the same bytes, so that writing a result
 * twice is harmless. Only successes are kept.
 */
final class StepResults {
  private static final Logger LOG = LoggerFactory.getLogger(StepResults.class);

  private final Storage storage;
  private final URI folder;

  /** Results below a folder, which ends in a slash. */
  StepResults(Storage storage, URI folder) {
    this.storage = storage;
    this.folder = folder;
  }

  static <Q, R> String fingerprint(StepFunction<Q, R> function, Q request) {
    String text =
        Json.text(
            Map.of(
                "step", function.name(),
                "format", function.format(),
                "identity", function.identity(request)));
    return HexFormat.of().formatHex(Digests.sha256().digest(text.getBytes(UTF_8)));
  }

  /** The result of this fingerprint, if the step was done. */
  Optional<StepResult> find(String step, String fingerprint) throws IOException {
    String text;
    try {
      text = storage.readText(place(step, fingerprint));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      StepResult result = Json.value(text, StepResult.class);
      return result.schema() == StepResult.SCHEMA ? Optional.of(result) : Optional.empty();
    } catch (JsonProcessingException e) {
      LOG.warn(
          "{} is of another version of Sluice: the step is done anew", place(step, fingerprint));
      return Optional.empty();
    }
  }

  void put(StepResult result) throws IOException {
    storage.writeText(place(result.step(), result.fingerprint()), Json.prettyText(result));
  }

  private URI place(String step, String fingerprint) {
    return folder.resolve("%s/%s.json".formatted(step.replace(' ', '-'), fingerprint));
  }
}
