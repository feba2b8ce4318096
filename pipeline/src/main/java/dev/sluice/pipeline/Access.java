package dev.sluice.pipeline;

import dev.sluice.publish.Publication;
import dev.sluice.storage.Lock;
import dev.sluice.storage.S3Access;
import dev.sluice.storage.S3Settings;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Checks before any work starts that what the user names can be used, be it on this machine or on
 * S3. Each check throws a {@link UsageException} that names the option, and leaves no trace.
 *
 * @param s3 how places on S3 are checked
 */
record Access(S3Access s3) {
  /** Checks with this S3. */
  static Access by(S3Settings settings) {
    return new Access(new S3Access(settings));
  }

  /**
   * Checks that a file, or a pipe, is there and may be read.
   *
   * @param text what the user typed
   */
  void requireReadableFile(String option, String text, URI file) {
    refuseIf(
        Locations.isS3(file) ? s3.whyNotReadable(file) : LocalAccess.whyNotReadable(file),
        option,
        text);
  }

  /** Checks that a file can be made or replaced, the folders above it too. */
  void requireWritableFile(String option, URI file) {
    refuseIf(
        Locations.isS3(file)
            ? s3.whyNotWritable(file.resolve("./"))
            : LocalAccess.whyNotWritableFile(file),
        option,
        Locations.text(file));
  }

  /** Checks that files can be made in a folder, which may have to be made itself. */
  void requireWritableFolder(String option, URI folder) {
    refuseIf(
        Locations.isS3(folder)
            ? s3.whyNotWritable(folder)
            : LocalAccess.whyNotWritableFolder(folder),
        option,
        Locations.text(folder));
  }

  /** Checks that a folder is there and its files can be listed. */
  void requireListableFolder(String option, URI folder) {
    refuseIf(
        Locations.isS3(folder) ? s3.whyNotListable(folder) : LocalAccess.whyNotListable(folder),
        option,
        Locations.text(folder));
  }

  /** Refuses an option's place for a cause, if there is one. */
  static void refuseIf(Optional<String> cause, String option, String place) {
    if (cause.isPresent()) {
      throw new UsageException("Cannot use %s=%s: %s".formatted(option, place, cause.get()));
    }
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

  /**
   * Takes the folder that a run stages in, which is not its output's own.
   *
   * @param lock names the lock on it
   * @throws UsageException if a run that publishes elsewhere is at work on the same dump there
   */
  static Lock takeWork(Storage storage, URI work, URI lock) throws IOException {
    return storage
        .lock(lock)
        .orElseThrow(
            () ->
                new UsageException(
                    "Cannot use --work=%s: another run stages the same dump there (expected one at a time)"
                        .formatted(Locations.text(work))));
  }

  /** Whether it is a pipe or a device, which is read once and in order. */
  static boolean isPipe(URI file) {
    return !Locations.isS3(file) && !Files.isRegularFile(Path.of(file));
  }
}
