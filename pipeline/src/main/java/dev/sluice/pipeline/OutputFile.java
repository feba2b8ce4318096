package dev.sluice.pipeline;

import dev.sluice.storage.Compression;
import dev.sluice.storage.Storage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.commons.io.output.CloseShieldOutputStream;

/**
 * Where {@code convert} and {@code sort} write: one file, standard output, or a folder of parts.
 *
 * @param uri the file or folder; null for standard output
 * @param single whether it is one stream, not a folder of parts
 */
record OutputFile(@org.jspecify.annotations.Nullable URI uri, boolean single) {
  private static final int BUFFER_BYTES = 1 << 17;

  /** Writes one stream. */
  interface Writing<T> {
    T to(OutputStream out) throws IOException, InterruptedException;
  }

  /** A name that ends as an NDJSON file does is a file; every other one is a folder. */
  static OutputFile of(@org.jspecify.annotations.Nullable String text) {
    if (text == null) {
      throw new UsageException("Missing --output (expected --output=FILE, FOLDER or -)");
    }
    if (text.equals(Locations.STANDARD_STREAM)) {
      return new OutputFile(null, true);
    }
    boolean file = text.matches(".*\\.(ndjson|jsonl|json)(\\.gz|\\.zst)?");
    return new OutputFile(
        file ? Locations.file("--output", text) : Locations.folder("--output", text), file);
  }

  /** The folder of parts. */
  URI folder() {
    return java.util.Objects.requireNonNull(uri);
  }

  /**
   * Writes the one stream: a file replaces what is there only when it is whole.
   *
   * @param compression of standard output; a file's is told by its name
   */
  <T> T write(Storage storage, Host host, Compression compression, Writing<T> writing)
      throws IOException, InterruptedException {
    if (uri == null) {
      try (OutputStream out =
          compression.compress(
              new BufferedOutputStream(CloseShieldOutputStream.wrap(host.out()), BUFFER_BYTES))) {
        return writing.to(out);
      }
    }
    try (var file = storage.create(uri)) {
      T result;
      try (OutputStream out =
          Compression.ofName(uri.getPath())
              .compress(
                  new BufferedOutputStream(CloseShieldOutputStream.wrap(file), BUFFER_BYTES))) {
        result = writing.to(out);
      }
      file.commit();
      return result;
    }
  }
}
