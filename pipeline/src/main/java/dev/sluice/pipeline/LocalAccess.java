package dev.sluice.pipeline;

import dev.sluice.step.FailureSentence;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether files and folders of this machine can be used. Each answer is the cause, without the
 * place, or empty if there is none. Leaves no trace.
 */
final class LocalAccess {
  private LocalAccess() {}

  /** Why a file, or a pipe, cannot be read. */
  static Optional<String> whyNotReadable(URI file) {
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      return Optional.of("it is a folder (expected a file)");
    }
    if (!Files.exists(path)) {
      return Optional.of("there is no such file (expected a file or -)");
    }
    return Files.isReadable(path) ? Optional.empty() : Optional.of("permission denied");
  }

  /** Why the files in a folder cannot be listed. */
  static Optional<String> whyNotListable(URI folder) {
    Path path = Path.of(folder);
    if (!Files.isDirectory(path)) {
      return Optional.of(
          Files.exists(path)
              ? "it is a file (expected a folder)"
              : "there is no such folder (expected one that was published)");
    }
    return Files.isReadable(path) ? Optional.empty() : Optional.of("permission denied");
  }

  /** Why a file cannot be made or replaced, the folders above it too. */
  static Optional<String> whyNotWritableFile(URI file) {
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      return Optional.of("it is a folder (expected a file)");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      return Optional.of("it is a pipe or a device (expected a regular file or -)");
    }
    Path parent = path.getParent();
    return parent == null ? Optional.empty() : whyNotWritable(path, parent);
  }

  /** What a link to a file leads to; any other place as it is. */
  static URI target(URI file) throws IOException {
    if (Locations.isS3(file)) {
      return file;
    }
    Path path = Path.of(file);
    return Files.isSymbolicLink(path) && Files.exists(path) ? path.toRealPath().toUri() : file;
  }

  /** Whether a file is somewhere within a folder. */
  static boolean isWithin(URI file, URI folder) throws IOException {
    Path path = Path.of(folder);
    return Files.exists(path) && Path.of(file).toRealPath().startsWith(path.toRealPath());
  }

  /** Why files cannot be made in a folder, which may have to be made itself. */
  static Optional<String> whyNotWritableFolder(URI folder) {
    Path path = Path.of(folder);
    return whyNotWritable(path, path);
  }

  private static Optional<String> whyNotWritable(Path named, Path folder) {
    Path nearest = folder;
    while (!Files.exists(nearest, LinkOption.NOFOLLOW_LINKS) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    if (!Files.isDirectory(nearest)) {
      String which = nearest.equals(named) ? "it" : nearest.toString();
      return Optional.of(which + " is a file (expected a folder)");
    }
    try {
      Files.delete(Files.createTempFile(nearest, ".sluice-", ".probe"));
      return Optional.empty();
    } catch (NoSuchFileException e) { // So says /proc.
      return Optional.of("no file can be made in " + nearest);
    } catch (IOException e) {
      String cause =
          e instanceof FileSystemException known
              ? FailureSentence.cause(known)
              : String.valueOf(e.getMessage());
      return Optional.of("no file can be made in %s (%s)".formatted(nearest, cause));
    }
  }
}
