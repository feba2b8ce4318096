package dev.sluice.dump;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * What is on one mirror, over one connection to it. Paths are relative to the mirror's root and use
 * {@code /}; they do not begin with one.
 */
public interface MirrorFiles extends Closeable {
  /**
   * What is directly in a folder, in no particular order; empty if there is no such folder.
   *
   * @throws IOException if that cannot be told
   */
  List<Entry> list(String folder) throws IOException;

  /**
   * Whether what {@link #list} tells is all that is in a folder. A web page may leave out some of
   * it, or may not be there at all.
   */
  default boolean listsAll() {
    return true;
  }

  /**
   * A file's length; -1 if there is no such file or the mirror does not say.
   *
   * @throws IOException if it cannot be asked
   */
  default long length(String path) throws IOException {
    return -1;
  }

  /**
   * A small file's bytes.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  byte[] read(String path) throws IOException;

  /**
   * Something in a folder.
   *
   * @param name its last path component
   * @param folder whether it is a folder, or a link that may be one
   * @param bytes a file's length; -1 where the mirror does not say
   */
  record Entry(String name, boolean folder, long bytes) {}
}
