package dev.sluice.fetch;

import dev.sluice.dump.DumpFile;
import java.net.URI;

/**
 * A file to download.
 *
 * @param file what, and from whom
 * @param folder where to put it under its name; ends in a slash
 */
public record DownloadRequest(DumpFile file, URI folder) {
  public DownloadRequest {
    if (!folder.toString().endsWith("/")) {
      throw new IllegalArgumentException(folder + " is not a folder (expected a slash at its end)");
    }
  }

  /** Where the file will be. */
  URI place() {
    return URI.create(folder + file.name());
  }
}
