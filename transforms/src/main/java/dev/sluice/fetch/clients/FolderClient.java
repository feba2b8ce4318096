package dev.sluice.fetch.clients;

import dev.sluice.dump.Mirror;
import dev.sluice.storage.LocalStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A mirror that is a folder of this machine; links in it are followed. */
final class FolderClient implements MirrorClient {
  private final Path root;

  FolderClient(Mirror mirror) throws IOException {
    this.root = Path.of(mirror.root());
    if (!Files.isDirectory(root)) {
      throw new IOException("there is no such folder");
    }
  }

  @Override
  public List<Entry> list(String folder) throws IOException {
    Path path = root.resolve(folder);
    List<Entry> entries = new ArrayList<>();
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.list(path)) {
        for (Path file : files.toList()) {
          String name = String.valueOf(file.getFileName());
          if (Files.isDirectory(file)) {
            entries.add(new Entry(name, true, -1));
          } else if (Files.exists(file)) { // a link may lead nowhere
            entries.add(new Entry(name, false, Files.size(file)));
          }
        }
      }
    }
    return entries;
  }

  @Override
  public byte[] read(String path) throws IOException {
    return Files.readAllBytes(root.resolve(path));
  }

  @Override
  public InputStream open(String path, long offset, long bytes) throws IOException {
    return new LocalStorage().read(root.resolve(path).toUri(), offset);
  }

  @Override
  public void close() {}
}
