package dev.sluice.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.sort.Part;
import dev.sluice.step.Json;
import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A published folder's state: what a run undoes before it changes anything there, and what it
 * writes when all parts are in their places. Doing either twice is harmless.
 */
public final class Publication {
  private static final Pattern PART =
      Pattern.compile("part-\\d{5,}-of-\\d{5,}\\.ndjson(\\.gz|\\.zst)?");

  private final Storage storage;
  private final URI folder;

  private Publication(Storage storage, URI folder) {
    this.storage = storage;
    this.folder = folder;
  }

  /**
   * The state of a dump's own folder.
   *
   * @param folder ends in a slash
   */
  public static Publication in(Storage storage, URI folder) {
    return new Publication(storage, folder);
  }

  /** Takes the mark of completeness away, before anything in the folder changes. */
  public void open() throws IOException {
    storage.delete(PublishRequest.success(folder));
  }

  /**
   * Deletes parts of earlier runs, writes the manifest and, only if it is complete, the mark of
   * completeness, in this order.
   *
   * @param parts the parts that stay
   * @param manifest has a JSON form
   * @param complete whether nothing is missing
   */
  public void close(List<Part> parts, Object manifest, boolean complete) throws IOException {
    Set<URI> kept = parts.stream().map(part -> part.file().uri()).collect(Collectors.toSet());
    for (URI file : storage.children(folder)) {
      if (isPart(file) && !kept.contains(file)) {
        storage.delete(file);
      }
    }
    write(PublishRequest.manifest(folder), Json.prettyText(manifest));
    if (complete) {
      write(PublishRequest.success(folder), "");
    }
  }

  private boolean isPart(URI file) {
    return PART.matcher(folder.relativize(file).getPath()).matches();
  }

  private void write(URI file, String text) throws IOException {
    try (AtomicOutput out = storage.create(file)) {
      out.write(text.getBytes(UTF_8));
      out.commit();
    }
  }
}
