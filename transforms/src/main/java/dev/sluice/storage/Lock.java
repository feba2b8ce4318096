package dev.sluice.storage;

import java.io.Closeable;

/** Held by at most one at a time, over processes and machines; given back by closing it. */
public interface Lock extends Closeable {
  /**
   * Whether it is held still. A holder that was frozen for long can lose a lock that is no lock of
   * the operating system; it is to stop then.
   */
  default boolean held() {
    return true;
  }
}
