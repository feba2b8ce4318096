package dev.sluice.compress;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.sluice.step.Cores;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes zstd (RFC 8878): one frame with a content checksum, by the library's own threads, which
 * know no interrupt and end within a job. Frames of some MiB would be without what came before:
 * twice as long where revisions resemble each other.
 */
final class ZstdOutput extends FilterOutputStream {
  /** Beside one that shares the step's core; more compress faster than one thread merges. */
  private static final int MOST_SPARE = 1;

  /** As long as the window at the level that is used. */
  private static final int JOB_BYTES = 2 << 20;

  private final Cores.Spare cores;
  private boolean closed;

  private ZstdOutput(OutputStream frame, Cores.Spare cores) {
    super(frame);
    this.cores = cores;
  }

  static OutputStream of(OutputStream out) throws IOException {
    Cores.Spare cores = Cores.takeSpare(MOST_SPARE);
    try {
      return new ZstdOutput(frame(out, 1 + cores.count()), cores);
    } catch (IOException | RuntimeException | Error e) {
      cores.close();
      throw e;
    }
  }

  /**
   * A frame.
   *
   * @param workers how many threads compress, 1 or more; 0 would give other bytes
   */
  static OutputStream frame(OutputStream out, int workers) throws IOException {
    return new ZstdOutputStreamNoFinalizer(out)
        .setChecksum(true)
        .setWorkers(workers)
        .setJobSize(JOB_BYTES);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  /** Flushing would end a job. */
  @Override
  public void flush() {}

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        out.close();
      } finally {
        cores.close();
      }
    }
  }
}
