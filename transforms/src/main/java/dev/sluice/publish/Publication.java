package dev.sluice.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.sort.Part;
import dev.sluice.step.Json;
import dev.sluice.storage.Lock;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A published folder: its manifest, its mark of completeness, and the lock of who publishes there.
 * Doing anything of it twice is harmless.
 */
public final class Publication implements AutoCloseable {
  private static final Pattern PART =
      Pattern.compile("part-\\d{5,}-of-\\d{5,}\\.ndjson(\\.gz|\\.zst)?");

  private final Storage storage;
  private final URI folder;
  private final Lock lock;

  private Publication(Storage storage, URI folder, Lock lock) {
    this.storage = storage;
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes a folder to publish there alone; until it is closed, others are refused.
   *
   * @param folder ends in a slash; made if it is missing
   * @return empty if it is taken
   */
  public static Optional<Publication> open(Storage storage, URI folder) throws IOException {
    return storage
        .lock(folder.resolve("_sluice/lock"))
        .map(lock -> new Publication(storage, folder, lock));
  }

  /**
   * A folder that is only looked at, or that is taken already, perhaps by another process: that of
   * a run whose steps this is one of.
   *
   * @param folder ends in a slash
   */
  public static Publication in(Storage storage, URI folder) {
    return new Publication(storage, folder, () -> {});
  }

  /** Whether it is taken still: see {@link Lock#held()}. */
  public boolean held() {
    return lock.held();
  }

  /** Whether all that belongs there is there. */
  public boolean isComplete() throws IOException {
    return storage.exists(success());
  }

  /** What was published last, by a run of the graph; empty if there is nothing. */
  public Optional<Manifest> manifest() throws IOException {
    try {
      return Optional.of(Json.value(storage.readText(manifestFile()), Manifest.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * What was published last, by whichever command; empty if there is nothing.
   *
   * @throws IOException if it cannot be read, or is of another version
   */
  public Optional<PublishedManifest> published() throws IOException {
    String text;
    try {
      text = storage.readText(manifestFile());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      Map<?, ?> members = Json.value(text, Map.class);
      boolean ofRun = members != null && members.containsKey("dump");
      Class<? extends PublishedManifest> form = ofRun ? Manifest.class : PartsManifest.class;
      return Optional.ofNullable(Json.value(text, form));
    } catch (JsonProcessingException e) {
      throw new IOException(
          "Cannot read %s: it is no manifest of this version of Sluice (%s)"
              .formatted(manifestFile(), e.getOriginalMessage()),
          e);
    }
  }

  /** The parts that are there, of whichever run. */
  List<URI> parts() throws IOException {
    return storage.children(folder).stream().filter(this::isPart).toList();
  }

  /** Takes the mark of completeness away, before anything in the folder changes. */
  public void begin() throws IOException {
    storage.delete(success());
  }

  /**
   * Deletes parts of earlier runs, writes the manifest and, only if it is complete, the mark of
   * completeness, in this order.
   *
   * @param parts the parts that stay
   * @param manifest has a JSON form
   * @param complete whether nothing is missing
   */
  public void finish(List<Part> parts, Object manifest, boolean complete) throws IOException {
    Set<URI> kept = parts.stream().map(part -> part.file().uri()).collect(Collectors.toSet());
    for (URI file : parts()) {
      if (!kept.contains(file)) {
        storage.delete(file);
      }
    }
    storage.writeText(manifestFile(), Json.prettyText(manifest));
    if (complete) {
      storage.writeText(success(), "");
    }
  }

  /** Writes what people read about the run. It is there before the mark of completeness. */
  public void report(String html) throws IOException {
    storage.writeText(folder.resolve("_sluice/report.html"), html);
  }

  /** Lets others publish there. */
  @Override
  public void close() throws IOException {
    lock.close();
    storage.deleteEmptyFolder(folder.resolve("_sluice/"));
  }

  private URI success() {
    return folder.resolve("_SUCCESS");
  }

  private URI manifestFile() {
    return folder.resolve("_sluice/manifest.json");
  }

  private boolean isPart(URI file) {
    return PART.matcher(folder.relativize(file).getPath()).matches();
  }
}
