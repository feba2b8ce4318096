package dev.sluice.storage;

import java.net.URI;

/** A file that is in storage, whole. */
public interface Stored {
  /** Where it is. */
  URI uri();

  /** Its length. */
  long bytes();
}
