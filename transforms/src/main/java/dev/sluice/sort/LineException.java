package dev.sluice.sort;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A line that cannot be sorted, found before it is known which one of its input it is. */
final class LineException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient LineChunk chunk;
  private final int position;
  private final String reason;

  LineException(LineChunk chunk, int position, String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.chunk = chunk;
    this.position = position;
    this.reason = reason;
  }

  LineChunk chunk() {
    return chunk;
  }

  /** Where the line begins in the chunk. */
  int position() {
    return position;
  }

  /** The cause alone. */
  String reason() {
    return reason;
  }
}
