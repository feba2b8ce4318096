package dev.sluice.storage;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Small files that are changed under conditions, each change whole and at once or not at all: what
 * leases and locks are made of. Any number of threads, processes and machines may try to change a
 * file at the same time; of those that name one version, one succeeds. An actor that dies or
 * freezes at any moment keeps nobody else from going on.
 *
 * <p>Each writing has a version: an opaque text that is never the version of another writing of the
 * file. On S3 it is the ETag, which is a digest of the content; so whoever uses this interface
 * never writes the same content to a file twice, for example by counting in it.
 *
 * <p>The conditions are S3's {@code If-None-Match: *} and {@code If-Match}; on a disk, see {@link
 * LocalStorage}. These files are not to be read or written by the methods of {@link Storage}, other
 * than deleting a whole folder of them.
 *
 * <p>An {@link IOException} of a change leaves open whether it was made: reading tells. Where the
 * request or its answer can be lost on the way (network file systems, S3), even a negative answer
 * can follow a change of one's own; so whoever gets one and has to know compares what is there with
 * what it wrote.
 */
public interface VersionedFiles extends Serializable {
  /** The longest content, in bytes of UTF-8: on a disk it has to fit into a file's name. */
  int MAX_CONTENT_BYTES = 128;

  /** What a file holds; empty if there is none. */
  Optional<Versioned> readVersioned(URI file) throws IOException;

  /**
   * The files right in a folder: one request.
   *
   * @param folder ending in a slash; it need not be there
   * @return by name, the version that each had at some moment of the call
   */
  Map<String, String> listVersions(URI folder) throws IOException;

  /**
   * Makes a file unless it is there. Missing folders are made.
   *
   * @param content at most {@link #MAX_CONTENT_BYTES}, never written to this file before
   * @return its version; empty if there is such a file
   */
  Optional<String> createIfAbsent(URI file, String content) throws IOException;

  /**
   * Writes a file if it is still of a version.
   *
   * @param content at most {@link #MAX_CONTENT_BYTES}, never written to this file before
   * @return its new version; empty if it is of another version or gone
   */
  Optional<String> replaceIfUnchanged(URI file, String content, String version) throws IOException;

  /**
   * Deletes a file if it is still of a version.
   *
   * @return whether it was; false if it is of another version or gone
   */
  boolean deleteIfUnchanged(URI file, String version) throws IOException;
}
