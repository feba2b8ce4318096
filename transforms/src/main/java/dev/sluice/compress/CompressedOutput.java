package dev.sluice.compress;

import dev.sluice.step.Cores;
import dev.sluice.storage.Compression;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Compresses what is written to a stream on other threads, as far as cores are free, while the one
 * that writes goes on. The bytes depend on what was written alone, and not on how many threads
 * there were. What is written to the other stream is written by the calling thread.
 *
 * <p>Memory: for gzip 2 MiB, and 2 MiB for each core taken; for zstd about 30 MiB that is not the
 * heap's. That compressing or writing failed is thrown by one of the next calls, none of which
 * waits for what does not come. The threads end with {@link OutputStream#close()}.
 */
public final class CompressedOutput {
  private CompressedOutput() {}

  /**
   * A stream whose bytes reach the other one compressed; closing it closes the other. Flushing it
   * ends nothing early. It should be written to through a buffer.
   */
  public static OutputStream of(Compression compression, OutputStream out) throws IOException {
    return switch (compression) {
      case NONE -> out;
      case GZIP -> new GzipOutput(out, new SpareThreads(Cores.COUNT - 1, Cores::takeUnwanted));
      case ZSTD -> ZstdOutput.of(out);
    };
  }
}
