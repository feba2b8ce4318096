package dev.sluice.convert;

import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.LocalStorage;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;

/** The local disk, with a list of every file that was ever begun. */
final class ListedStorage implements Storage {
  private static final long serialVersionUID = 1;

  private final Storage disk = new LocalStorage();
  private final ArrayList<String> created = new ArrayList<>();

  /** The names of the files begun, in that order. */
  List<String> created() {
    return List.copyOf(created);
  }

  @Override
  public InputStream read(URI file, long offset) throws IOException {
    return disk.read(file, offset);
  }

  @Override
  public SeekableByteChannel open(URI file) throws IOException {
    return disk.open(file);
  }

  @Override
  public AtomicOutput create(URI file) throws IOException {
    created.add(file.getPath().replaceFirst(".*/", ""));
    return disk.create(file);
  }

  @Override
  public boolean exists(URI file) throws IOException {
    return disk.exists(file);
  }

  @Override
  public List<URI> list(URI folder) throws IOException {
    return disk.list(folder);
  }

  @Override
  public void delete(URI file) throws IOException {
    disk.delete(file);
  }

  @Override
  public void deleteFolder(URI folder) throws IOException {
    disk.deleteFolder(folder);
  }
}
