package dev.sluice.convert.decompress;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The documents in one input, one after another. */
interface Documents extends Closeable {
  /**
   * The next document's decompressed bytes; null when there are no more.
   *
   * @param threads how many may help to decompress; 0 if all is done on the reader's
   */
  @Nullable InputStream next(int threads) throws IOException;

  /** How the input itself could not be read; null if it could. */
  @Nullable IOException failure();
}
