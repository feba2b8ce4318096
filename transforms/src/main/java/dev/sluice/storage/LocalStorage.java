package dev.sluice.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files on a local or shared disk ({@code file:} URIs). A file is written beside its place under a
 * hidden name, renamed over its place, forced to disk before unless the caller can do without.
 *
 * <p>{@link VersionedFiles} are folders of one empty entry each, whose name is the version, so that
 * each conditional change is one {@code rename} or {@code unlink}: atomic among threads, processes
 * and the machines that share the folder, with no lock that one of them could keep. They need a
 * POSIX file system.
 */
public final class LocalStorage implements Storage, VersionedFiles {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(LocalStorage.class);

  /** How the names of unfinished files end; {@link #list} leaves them out. */
  static final String UNFINISHED = ".unfinished";

  @Override
  public InputStream read(URI file, long offset) throws IOException {
    SeekableByteChannel channel = open(file);
    try {
      if (offset > 0) {
        channel.position(offset);
      }
      return Channels.newInputStream(new Sequential(channel));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public SeekableByteChannel open(URI file) throws IOException {
    return FileChannel.open(path(file), StandardOpenOption.READ);
  }

  @Override
  public AtomicOutput create(URI file) throws IOException {
    return new LocalOutput(path(file));
  }

  @Override
  public OptionalLong length(URI file) throws IOException {
    try {
      return OptionalLong.of(Files.size(path(file)));
    } catch (NoSuchFileException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public List<URI> list(URI folder) throws IOException {
    return files(path(folder), Integer.MAX_VALUE).stream()
        .filter(file -> !file.toString().endsWith(UNFINISHED))
        .map(Path::toUri)
        .toList();
  }

  @Override
  public List<URI> children(URI folder) throws IOException {
    return files(path(folder), 1).stream()
        .filter(file -> !file.toString().endsWith(UNFINISHED))
        .map(Path::toUri)
        .toList();
  }

  private static List<Path> files(Path root, int depth) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root, EnumSet.noneOf(FileVisitOption.class), depth, new ListingVisitor(files));
    return files.stream().sorted().toList();
  }

  @Override
  public void delete(URI file) throws IOException {
    Files.deleteIfExists(path(file));
  }

  @Override
  public void deleteFolder(URI folder) throws IOException {
    Path root = path(folder);
    if (Files.exists(root)) {
      Files.walkFileTree(root, new DeletingVisitor());
    }
  }

  @Override
  public void deleteEmptyFolder(URI folder) throws IOException {
    try {
      Files.deleteIfExists(path(folder));
    } catch (DirectoryNotEmptyException e) {
      LOG.debug("{} is in use", folder, e);
    }
  }

  @Override
  public void discardUnfinished(URI folder) throws IOException {
    for (Path file : files(path(folder), Integer.MAX_VALUE)) {
      if (file.toString().endsWith(UNFINISHED)) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void discardAbandoned(URI file) throws IOException {
    Path place = path(file).toAbsolutePath();
    Path folder = place.getParent();
    if (folder == null) {
      return;
    }
    for (Path left : files(folder, 1)) {
      if (LocalOutput.isUnfinished(left, place)) {
        LocalOutput.deleteAbandoned(left);
      }
    }
  }

  @Override
  public OptionalLong freeBytes(URI folder) throws IOException {
    Path there = path(folder).toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return OptionalLong.of(Files.getFileStore(there).getUsableSpace());
  }

  @Override
  public Optional<Lock> lock(URI file) throws IOException {
    return LocalLock.tryLock(path(file));
  }

  @Override
  public VersionedFiles versioned() {
    return this;
  }

  @Override
  public Optional<Versioned> readVersioned(URI file) throws IOException {
    return LocalVersions.read(path(file));
  }

  @Override
  public Map<String, String> listVersions(URI folder) throws IOException {
    return LocalVersions.list(path(folder));
  }

  @Override
  public Optional<String> createIfAbsent(URI file, String content) throws IOException {
    return LocalVersions.create(path(file), content);
  }

  @Override
  public Optional<String> replaceIfUnchanged(URI file, String content, String version)
      throws IOException {
    return LocalVersions.replace(path(file), content, version);
  }

  @Override
  public boolean deleteIfUnchanged(URI file, String version) throws IOException {
    return LocalVersions.delete(path(file), version);
  }

  private static Path path(URI file) {
    if (!"file".equals(file.getScheme())) {
      throw new IllegalArgumentException(
          "Cannot reach " + file + ": its scheme is not known (expected file:)");
    }
    return Path.of(file);
  }

  /**
   * Read on and never asked for a position: a pipe has none. By slices, since as much memory as is
   * read at a time is taken outside the heap too.
   */
  private record Sequential(ReadableByteChannel channel) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer buffer) throws IOException {
      int limit = buffer.limit();
      buffer.limit(Math.min(limit, buffer.position() + LocalOutput.MOST_AT_ONCE));
      int read = channel.read(buffer);
      buffer.limit(limit);
      return read;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** What goes away while it is visited is not there. */
  private static class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
      if (cause instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw cause;
    }
  }

  private static final class ListingVisitor extends Visitor {
    private final List<Path> files;

    ListingVisitor(List<Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (Files.isRegularFile(file)) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private static final class DeletingVisitor extends Visitor {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException cause)
        throws IOException {
      if (cause != null) {
        throw cause;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
