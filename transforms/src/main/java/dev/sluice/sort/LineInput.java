package dev.sluice.sort;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * NDJSON to be read: a name for messages, and how to open it.
 *
 * @param name what errors call it: a file's name or URI
 * @param source opens it, decompressed, from its first byte; called once unless it is stored, and
 *     what it opens is closed by the reader
 * @param file the same as it is stored, perhaps compressed; null if it can be read only once
 */
public record LineInput(String name, Source source, @Nullable StoredLines file) {
  /** Opens an input. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }

  /** A file that can be opened again and again, at any byte. */
  public interface StoredLines {
    /** Its bytes from an offset on. */
    InputStream open(long offset) throws IOException;

    /** Its length. */
    long bytes() throws IOException;

    /** Whether it is as its lines are: no compressed file begins as an object does. */
    default boolean isPlain() throws IOException {
      try (InputStream in = open(0)) {
        return in.read() == '{';
      }
    }
  }

  /** What can be read only once. */
  public LineInput(String name, Source source) {
    this(name, source, null);
  }
}
