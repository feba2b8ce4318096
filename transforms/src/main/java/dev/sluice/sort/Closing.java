package dev.sluice.sort;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Closes several things even if some of them fail. */
final class Closing {
  private Closing() {}

  static void all(Iterable<? extends Closeable> things) throws IOException {
    IOException failure = null;
    for (Closeable thing : things) {
      failure = close(thing, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable IOException close(Closeable thing, @Nullable IOException before) {
    try {
      thing.close();
      return before;
    } catch (IOException e) {
      if (before == null) {
        return e;
      }
      before.addSuppressed(e);
      return before;
    }
  }
}
