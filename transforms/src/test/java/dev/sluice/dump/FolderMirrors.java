package dev.sluice.dump;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Mirrors that are folders of a test; one whose folder is missing cannot be reached. */
final class FolderMirrors implements MirrorAccess {
  private static final long serialVersionUID = 1;

  /** Connections opened and not closed. */
  static final AtomicInteger OPEN = new AtomicInteger();

  /** The mirror that a folder is. */
  static Mirror mirror(Path folder) {
    String uri = folder.toUri().toString();
    return new Mirror(URI.create(uri.endsWith("/") ? uri : uri + "/"), 2);
  }

  /** Puts a file of this many bytes on a mirror. */
  static void put(Path mirror, String path, int bytes) throws IOException {
    put(mirror, path, "x".repeat(bytes));
  }

  static void put(Path mirror, String path, String text) throws IOException {
    Path file = mirror.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Override
  public MirrorFiles connect(Mirror mirror) throws IOException {
    Path root = Path.of(mirror.root());
    if (!Files.isDirectory(root)) {
      throw new IOException("connection refused");
    }
    OPEN.incrementAndGet();
    return new Folder(root);
  }

  private record Folder(Path root) implements MirrorFiles {
    @Override
    public List<Entry> list(String folder) throws IOException {
      Path path = root.resolve(folder);
      if (!Files.isDirectory(path)) {
        return List.of();
      }
      List<Entry> entries = new ArrayList<>();
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.toList()) {
          boolean isFolder = Files.isDirectory(file);
          entries.add(
              new Entry(file.getFileName().toString(), isFolder, isFolder ? -1 : bytes(file)));
        }
      }
      return entries;
    }

    /** What a link to nothing has for a length, no mirror says. */
    private static long bytes(Path file) throws IOException {
      return Files.exists(file) ? Files.size(file) : -1;
    }

    @Override
    public byte[] read(String path) throws IOException {
      return Files.readAllBytes(root.resolve(path));
    }

    @Override
    public void close() {
      OPEN.decrementAndGet();
    }
  }
}
