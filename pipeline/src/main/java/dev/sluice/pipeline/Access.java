package dev.sluice.pipeline;

import dev.sluice.publish.Publication;
import dev.sluice.step.FailureSentence;
import dev.sluice.storage.S3Storage;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Checks before any work starts that files can be read and folders written. Each check throws a
 * {@link UsageException} that names the option, and leaves no trace.
 */
final class Access {
  private Access() {}

  /**
   * Checks that a file, or a pipe, is there and may be read.
   *
   * @param text what the user typed
   */
  static void requireReadableFile(String option, String text, URI file) {
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw refused(option, text, "it is a folder (expected a file)");
    }
    if (!Files.exists(path)) {
      throw refused(option, text, "there is no such file (expected a file or -)");
    }
    if (!Files.isReadable(path)) {
      throw refused(option, text, "permission denied");
    }
  }

  /** Checks that a file can be made or replaced, the folders above it too. */
  static void requireWritableFile(String option, URI file) {
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw refused(option, path, "it is a folder (expected a file)");
    }
    Path parent = path.getParent();
    if (parent != null) {
      requireWritable(option, path, parent);
    }
  }

  /** Checks that files can be made in a folder, which may have to be made itself. */
  static void requireWritableFolder(String option, URI folder) {
    Path path = Path.of(folder);
    requireWritable(option, path, path);
  }

  /** The same of a folder that may be on S3. */
  static void requireWritableFolder(String option, URI folder, S3Storage s3) {
    if (!Locations.isS3(folder)) {
      requireWritableFolder(option, folder);
      return;
    }
    s3.whyNotWritable(folder)
        .ifPresent(
            cause -> {
              throw refused(option, Locations.text(folder), cause);
            });
  }

  /**
   * Takes a folder, to publish there alone.
   *
   * @throws UsageException if it is taken
   */
  static Publication take(Storage storage, URI folder) throws IOException {
    return Publication.open(storage, folder)
        .orElseThrow(
            () ->
                new UsageException(
                    "Cannot run into %s: another run is at work there (expected one at a time)"
                        .formatted(Locations.text(folder))));
  }

  /** Whether it is a pipe or a device, which is read once and in order. */
  static boolean isPipe(URI file) {
    return !Files.isRegularFile(Path.of(file));
  }

  private static void requireWritable(String option, Path named, Path folder) {
    Path nearest = folder;
    while (!Files.exists(nearest, LinkOption.NOFOLLOW_LINKS) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    String which = nearest.equals(named) ? "it" : nearest.toString();
    if (!Files.isDirectory(nearest)) {
      throw refused(option, named, which + " is a file (expected a folder)");
    }
    try {
      Files.delete(Files.createTempFile(nearest, ".sluice-", ".probe"));
    } catch (NoSuchFileException e) { // So says /proc.
      throw refused(option, named, "no file can be made in " + nearest);
    } catch (IOException e) {
      String cause =
          e instanceof FileSystemException known
              ? FailureSentence.cause(known)
              : String.valueOf(e.getMessage());
      throw refused(option, named, "no file can be made in %s (%s)".formatted(nearest, cause));
    }
  }

  private static UsageException refused(String option, Object place, String cause) {
    return new UsageException("Cannot use %s=%s: %s".formatted(option, place, cause));
  }
}
