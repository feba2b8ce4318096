package dev.sluice.storage;

import java.net.URI;

/**
 * A file that was written and committed: where it is and what it holds.
 *
 * @param uri where it is
 * @param bytes its length
 * @param sha256 digest of its bytes, 64 lower-case hexadecimal digits
 */
public record StoredFile(URI uri, long bytes, String sha256) implements Stored {
  public StoredFile {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes: " + bytes + " (expected 0 or more)");
    }
    if (sha256.length() != 64) {
      throw new IllegalArgumentException("sha256: " + sha256 + " (expected 64 digits)");
    }
  }
}
