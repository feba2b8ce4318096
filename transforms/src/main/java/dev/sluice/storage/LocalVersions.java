package dev.sluice.storage;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@link VersionedFiles} on a file system, without a lock.
 *
 * <p>A file is a folder of its name with one empty entry in it, whose own name is the version: a
 * random part, new with each writing, and the content. No folder, or an empty one: no such file.
 * Each change is one system call, which the file system carries out at one moment, or not at all:
 *
 * <ul>
 *   <li>create: a folder with its entry is made under a unique name beside the place and renamed to
 *       it. {@code rename} refuses a folder that is there with something in it (POSIX: ENOTEMPTY or
 *       EEXIST), and takes the place of an empty one.
 *   <li>replace: the entry is renamed from the old version to the new one. {@code rename} fails
 *       when there is no old version.
 *   <li>delete: the entry is unlinked, which fails when it is not there. The empty folder is then
 *       removed, which fails when it is not empty any more.
 * </ul>
 *
 * <p>Why this is right: entries come in only with a folder that takes an empty place, and otherwise
 * one entry turns into one other, so there is never more than one. The condition and the change are
 * the same system call, so an actor that is stopped before it has done nothing, and after it
 * everything; when it goes on after any time, its call succeeds only if the version it names is
 * there still, and a version, once gone, does not come back (no ABA). Content cannot be torn, being
 * a name. Nobody waits for anybody.
 *
 * <p>What is not covered: a crash of the machine whose disk it is can bring back the state of some
 * seconds before, since nothing is forced to disk. A process killed while it creates may leave one
 * folder ending in {@value LocalStorage#UNFINISHED}. Over NFS the calls are the server's and so as
 * atomic, but reads may be as old as the client's cache of attributes: a decision made on an old
 * version then fails at the conditional change. An answer of the server that got lost shows as a
 * failure of a change that was made; create and replace then look for their own entry, whose name
 * nobody else writes. File systems without POSIX {@code rename} of folders (Windows) will not do.
 */
final class LocalVersions {
  /** Each attempt fails only because somebody else succeeded with something in between. */
  private static final int ATTEMPTS = 1000;

  private LocalVersions() {}

  static Optional<Versioned> read(Path place) throws IOException {
    String entry = entry(place);
    return entry == null
        ? Optional.empty()
        : Optional.of(new Versioned(VersionName.content(entry), entry));
  }

  static Map<String, String> list(Path folder) throws IOException {
    Map<String, String> versions = new TreeMap<>();
    for (String name : names(folder)) {
      if (!name.endsWith(LocalStorage.UNFINISHED)) {
        String entry = entry(folder.resolve(name));
        if (entry != null) {
          versions.put(name, entry);
        }
      }
    }
    return versions;
  }

  static Optional<String> create(Path place, String content) throws IOException {
    String entry = VersionName.of(content);
    Path folder = place.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("Cannot write " + place + ": it is not a file (expected a file name)");
    }
    Files.createDirectories(folder);
    Path made =
        Files.createDirectory(folder.resolve("." + UUID.randomUUID() + LocalStorage.UNFINISHED));
    try {
      Files.createFile(made.resolve(entry));
      return moveInto(made, place, entry) ? Optional.of(entry) : Optional.empty();
    } finally {
      // Gone from here if it was moved.
      Files.deleteIfExists(made.resolve(entry));
      Files.deleteIfExists(made);
    }
  }

  private static boolean moveInto(Path made, Path place, String entry) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
        return true;
      } catch (FileSystemException e) {
        String there = entry(place);
        if (there != null) {
          return there.equals(entry);
        }
        if (attempt == ATTEMPTS || !Files.exists(made.resolve(entry))) {
          throw e;
        }
      }
    }
  }

  static Optional<String> replace(Path place, String content, String version) throws IOException {
    String entry = VersionName.of(content);
    try {
      Files.move(
          place.resolve(VersionName.checked(version)),
          place.resolve(entry),
          StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      if (!exists(place.resolve(entry))) {
        return Optional.empty();
      }
    }
    return Optional.of(entry);
  }

  static boolean delete(Path place, String version) throws IOException {
    if (!Files.deleteIfExists(place.resolve(VersionName.checked(version)))) {
      return false;
    }
    try {
      Files.deleteIfExists(place);
    } catch (FileSystemException e) {
      // Somebody has created it anew, or will do so into the empty folder.
    }
    return true;
  }

  /** The version that is there at a moment of this call; null if there is none. */
  private static @Nullable String entry(Path place) throws IOException {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      List<String> entries = names(place);
      entries.removeIf(name -> !VersionName.is(name));
      if (entries.isEmpty()) {
        return null;
      }
      if (entries.size() == 1) {
        return entries.get(0);
      }
      // A listing during a change can show both the old and the new one.
      for (String entry : entries) {
        if (exists(place.resolve(entry))) {
          return entry;
        }
      }
    }
    throw new IOException("Cannot read " + place + ": it changes without a pause");
  }

  private static boolean exists(Path entry) {
    return Files.exists(entry, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
    } catch (NoSuchFileException e) {
      return names;
    } catch (NotDirectoryException e) {
      throw new IOException(
          "Cannot read %s: it is a plain file (expected a folder)".formatted(folder), e);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }
}
