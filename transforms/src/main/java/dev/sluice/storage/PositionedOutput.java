package dev.sluice.storage;

import java.io.IOException;

/**
 * A file being written at any place, by several threads at a time, each its own bytes. What is
 * never written between others is zeros.
 */
@FunctionalInterface
public interface PositionedOutput {
  /**
   * Writes bytes at a place.
   *
   * @param position in the file, in bytes
   */
  void write(long position, byte[] bytes, int offset, int length) throws IOException;
}
