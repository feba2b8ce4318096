package dev.sluice.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A storage that passes everything on to another one: the base of those that watch or fail. */
public abstract class StorageDecorator implements Storage {
  private static final long serialVersionUID = 1;

  private final Storage storage;

  protected StorageDecorator(Storage storage) {
    this.storage = storage;
  }

  @Override
  public InputStream read(URI file, long offset) throws IOException {
    return storage.read(file, offset);
  }

  @Override
  public SeekableByteChannel open(URI file) throws IOException {
    return storage.open(file);
  }

  @Override
  public AtomicOutput create(URI file) throws IOException {
    return storage.create(file);
  }

  @Override
  public OptionalLong length(URI file) throws IOException {
    return storage.length(file);
  }

  @Override
  public List<String> arguments() {
    return storage.arguments();
  }

  @Override
  public List<URI> list(URI folder) throws IOException {
    return storage.list(folder);
  }

  @Override
  public List<URI> children(URI folder) throws IOException {
    return storage.children(folder);
  }

  @Override
  public void discardAbandoned(URI file) throws IOException {
    storage.discardAbandoned(file);
  }

  @Override
  public OptionalLong freeBytes(URI folder) throws IOException {
    return storage.freeBytes(folder);
  }

  @Override
  public void delete(URI file) throws IOException {
    storage.delete(file);
  }

  @Override
  public void deleteFolder(URI folder) throws IOException {
    storage.deleteFolder(folder);
  }

  @Override
  public void deleteEmptyFolder(URI folder) throws IOException {
    storage.deleteEmptyFolder(folder);
  }

  @Override
  public void discardUnfinished(URI folder) throws IOException {
    storage.discardUnfinished(folder);
  }

  @Override
  public Optional<Lock> lock(URI file) throws IOException {
    return storage.lock(file);
  }

  @Override
  public VersionedFiles versioned() {
    return storage.versioned();
  }
}
