package dev.sluice.pipeline;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --work} of the commands that write one file, or parts. */
final class WorkOption {
  @Option(
      names = "--work",
      paramLabel = "FOLDER",
      description = "For spills, in files or on S3 (default: beside the output).")
  private @Nullable String text;

  /** The folder, found to be writable; null if none was named. */
  @Nullable URI given(Access access) {
    if (text == null) {
      return null;
    }
    URI folder = Locations.storedFolder("--work", text);
    access.requireWritableFolder("--work", folder);
    return folder;
  }
}
