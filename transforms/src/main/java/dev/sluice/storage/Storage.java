package dev.sluice.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where files rest. A file becomes visible whole, by {@link AtomicOutput#commit()}, or not at all,
 * so whoever finds a file can trust that its writer finished.
 *
 * <p>Implementations are safe for use by many threads and travel with the graph.
 */
public interface Storage extends Serializable {
  /**
   * Opens a file for reading from an offset to its end.
   *
   * @param offset first byte to read, from 0 to the file's length
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  InputStream read(URI file, long offset) throws IOException;

  /**
   * Opens a file for reading at any position: for formats with their directory at the end.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  SeekableByteChannel open(URI file) throws IOException;

  /**
   * Starts a file that replaces any of the same name once it is committed. Missing folders are
   * made.
   */
  AtomicOutput create(URI file) throws IOException;

  /**
   * A small file's content, in UTF-8.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  default String readText(URI file) throws IOException {
    try (InputStream in = read(file, 0)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Makes or replaces a small file, in UTF-8; as {@link #create} does. */
  default void writeText(URI file, String text) throws IOException {
    try (AtomicOutput out = create(file)) {
      out.write(text.getBytes(UTF_8));
      out.commit();
    }
  }

  /**
   * A file's length; empty if there is no such file.
   *
   * @throws IOException if that cannot be told
   */
  OptionalLong length(URI file) throws IOException;

  /** Whether the file is there. */
  default boolean exists(URI file) throws IOException {
    return length(file).isPresent();
  }

  /**
   * What a program in another process is to be told, as arguments of its own, so that it reaches
   * the same files: see {@link StorageByScheme#of}. No credentials are among it.
   */
  default List<String> arguments() {
    return List.of();
  }

  /** The files at any depth below a folder, in the order of their names; none if it is absent. */
  List<URI> list(URI folder) throws IOException;

  /** The files directly in a folder, in the order of their names; none if it is absent. */
  List<URI> children(URI folder) throws IOException;

  /** Deletes a file; one that is not there is no error. */
  void delete(URI file) throws IOException;

  /** Deletes a folder and everything below it; one that is not there is no error. */
  void deleteFolder(URI folder) throws IOException;

  /** Deletes a folder that has nothing in it, not even a folder; any other one stays. */
  void deleteEmptyFolder(URI folder) throws IOException;

  /**
   * Discards what killed writers left below a folder: what was created and neither committed nor
   * closed. Only for who knows that nobody writes there.
   */
  void discardUnfinished(URI folder) throws IOException;

  /** Discards what writers of a file left of it, as far as they are known to be dead. */
  default void discardAbandoned(URI file) throws IOException {}

  /**
   * How many bytes may still be written below a folder; empty where that is not limited or known.
   */
  default OptionalLong freeBytes(URI folder) throws IOException {
    return OptionalLong.empty();
  }

  /**
   * Takes a lock by the name of a file that nobody else uses; empty if it is held. A holder that
   * dies gives it back.
   */
  Optional<Lock> lock(URI file) throws IOException;

  /** The files here that are changed under conditions. */
  VersionedFiles versioned();
}
