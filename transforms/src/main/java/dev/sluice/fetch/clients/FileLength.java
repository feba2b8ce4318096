package dev.sluice.fetch.clients;

import java.io.IOException;

/** Compares the length that a mirror tells with the one that a file ought to have. */
final class FileLength {
  private FileLength() {}

  /**
   * Compares them, where both are known, that is not negative.
   *
   * @throws IOException if they differ
   */
  static void require(long expected, long told) throws IOException {
    if (expected >= 0 && told >= 0 && told != expected) {
      throw new IOException(
          "the mirror's file is another one (%d bytes; expected %d)".formatted(told, expected));
    }
  }
}
