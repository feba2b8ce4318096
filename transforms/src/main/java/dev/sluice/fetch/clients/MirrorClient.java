package dev.sluice.fetch.clients;

import dev.sluice.dump.MirrorFiles;
import java.io.IOException;
import java.io.InputStream;

/**
 * One connection to a mirror. Does one thing at a time; an interrupt of the thread that uses it
 * ends what it does. Messages of its exceptions are causes, to be put into a sentence that names
 * the mirror; a time-out is no {@link java.io.InterruptedIOException}, which would mean an
 * interrupt.
 */
public interface MirrorClient extends MirrorFiles {
  /**
   * A file's bytes from an offset on. The stream ends only when the mirror has said that the
   * transfer is complete; if it was broken off, reading fails. After closing it before its end, the
   * connection can only be closed.
   *
   * @param offset first byte, from 0 to the file's length
   * @param bytes the length that the file ought to have; a mirror that tells of another one before
   *     it sends anything is refused. -1 if any will do.
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  InputStream open(String path, long offset, long bytes) throws IOException;

  /** A file's bytes from an offset on, whatever its length. */
  default InputStream open(String path, long offset) throws IOException {
    return open(path, offset, -1);
  }
}
