package dev.sluice.storage;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Several storages as one, told apart by the scheme of a URI: {@code s3:} is S3, any other one is
 * that of files. So output, staging and inputs may be in different places.
 *
 * @param files where everything is that is not on S3
 * @param s3 where {@code s3:} URIs are
 */
public record StorageByScheme(Storage files, S3Storage s3) implements Storage, VersionedFiles {
  /**
   * That of a program which was told by {@link #arguments} where files are.
   *
   * @throws IllegalArgumentException if the arguments are others
   */
  public static StorageByScheme of(List<String> arguments) {
    return new StorageByScheme(
        new LocalStorage(), new S3Storage(S3Settings.ofArguments(arguments)));
  }

  @Override
  public List<String> arguments() {
    return s3.arguments();
  }

  private Storage of(URI uri) {
    return S3Place.SCHEME.equals(uri.getScheme()) ? s3 : files;
  }

  private VersionedFiles versioned(URI uri) {
    return of(uri).versioned();
  }

  @Override
  public InputStream read(URI file, long offset) throws IOException {
    return of(file).read(file, offset);
  }

  @Override
  public SeekableByteChannel open(URI file) throws IOException {
    return of(file).open(file);
  }

  @Override
  public AtomicOutput create(URI file) throws IOException {
    return of(file).create(file);
  }

  @Override
  public OptionalLong length(URI file) throws IOException {
    return of(file).length(file);
  }

  @Override
  public List<URI> list(URI folder) throws IOException {
    return of(folder).list(folder);
  }

  @Override
  public List<URI> children(URI folder) throws IOException {
    return of(folder).children(folder);
  }

  @Override
  public void delete(URI file) throws IOException {
    of(file).delete(file);
  }

  @Override
  public void deleteFolder(URI folder) throws IOException {
    of(folder).deleteFolder(folder);
  }

  @Override
  public void deleteEmptyFolder(URI folder) throws IOException {
    of(folder).deleteEmptyFolder(folder);
  }

  @Override
  public void discardAbandoned(URI file) throws IOException {
    of(file).discardAbandoned(file);
  }

  @Override
  public OptionalLong freeBytes(URI folder) throws IOException {
    return of(folder).freeBytes(folder);
  }

  @Override
  public void discardUnfinished(URI folder) throws IOException {
    of(folder).discardUnfinished(folder);
  }

  @Override
  public Optional<Lock> lock(URI file) throws IOException {
    return of(file).lock(file);
  }

  @Override
  public VersionedFiles versioned() {
    return this;
  }

  @Override
  public Optional<Versioned> readVersioned(URI file) throws IOException {
    return versioned(file).readVersioned(file);
  }

  @Override
  public Map<String, String> listVersions(URI folder) throws IOException {
    return versioned(folder).listVersions(folder);
  }

  @Override
  public Optional<String> createIfAbsent(URI file, String content) throws IOException {
    return versioned(file).createIfAbsent(file, content);
  }

  @Override
  public Optional<String> replaceIfUnchanged(URI file, String content, String version)
      throws IOException {
    return versioned(file).replaceIfUnchanged(file, content, version);
  }

  @Override
  public boolean deleteIfUnchanged(URI file, String version) throws IOException {
    return versioned(file).deleteIfUnchanged(file, version);
  }
}
