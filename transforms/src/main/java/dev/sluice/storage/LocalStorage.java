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
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files on a local or shared disk ({@code file:} URIs). A file is written beside its place under a
 * hidden name, forced to disk and renamed over its place.
 */
public final class LocalStorage implements Storage {
  private static final long serialVersionUID = 1;

  /** How the names of unfinished files end; {@link #list} leaves them out. */
  static final String UNFINISHED = ".unfinished";

  @Override
  public InputStream read(URI file, long offset) throws IOException {
    SeekableByteChannel channel = open(file);
    if (offset == 0) {
      return Channels.newInputStream(new Sequential(channel));
    }
    try {
      return Channels.newInputStream(channel.position(offset));
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
    Path root = path(folder);
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(UNFINISHED))
          .sorted()
          .map(Path::toUri)
          .toList();
    }
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
      // Somebody else's files: it stays.
    }
  }

  @Override
  public void discardUnfinished(URI folder) throws IOException {
    Path root = path(folder);
    if (!Files.isDirectory(root)) {
      return;
    }
    List<Path> left;
    try (Stream<Path> files = Files.walk(root)) {
      left = files.filter(file -> file.toString().endsWith(UNFINISHED)).toList();
    }
    for (Path file : left) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public Optional<Lock> lock(URI file) throws IOException {
    return LocalLock.tryLock(path(file));
  }

  private static Path path(URI file) {
    if (!"file".equals(file.getScheme())) {
      throw new IllegalArgumentException(
          "Cannot reach " + file + ": its scheme is not known (expected file:)");
    }
    return Path.of(file);
  }

  /** Read from its first byte on and never asked for a position: a pipe has none. */
  private record Sequential(ReadableByteChannel channel) implements ReadableByteChannel {
    @Override
    public int read(ByteBuffer buffer) throws IOException {
      return channel.read(buffer);
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

  private static final class DeletingVisitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException cause) throws IOException {
      if (cause instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw cause;
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
