package dev.sluice.sort;

import java.io.IOException;
import java.io.InputStream;

/**
 * NDJSON to be read: a name for messages, and how to open it.
 *
 * @param name what errors call it: a file's name or URI
 * @param source opens it, decompressed, from its first byte; called once, and what it opens is
 *     closed by the reader
 */
public record LineInput(String name, Source source) {
  /** Opens an input. */
  @FunctionalInterface
  public interface Source {
    InputStream open() throws IOException;
  }
}
