package dev.sluice.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A file being written. {@link #commit()} makes it durable and visible under its name, replacing
 * what was there; {@link #close()} without a commit before it leaves no trace. So the form is:
 *
 * <pre>{@code
 * try (AtomicOutput out = storage.create(uri)) {
 *   out.write(…);
 *   out.commit();
 * }
 * }</pre>
 */
public abstract class AtomicOutput extends OutputStream {
  /** Makes the bytes written so far the file. Nothing can be written afterwards. */
  public abstract void commit() throws IOException;

  /**
   * The same, but leaves it to the file system when the bytes reach the disk, as other programs do
   * that write a file for their user: a kill loses nothing of it, a power failure may.
   */
  public void commitUnforced() throws IOException {
    commit();
  }

  /** The same file, to be written at any place instead of as a stream; empty if it cannot be. */
  public Optional<PositionedOutput> positioned() {
    return Optional.empty();
  }

  /** Ends writing; without a commit before, everything written is discarded. */
  @Override
  public abstract void close() throws IOException;
}
