package dev.sluice.pipeline;

import dev.sluice.sort.LineInput;
import dev.sluice.step.Progress;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far a sort is, shown where standard error is a terminal. Safe for use by many threads. */
final class SortProgress implements AutoCloseable {
  private static final String READ = "Read and sort";
  private static final String MERGE = "Merge";
  private static final String SUBJECT = "all";
  private static final int UNKNOWN = -1;

  private final Progress progress = Progress.of(UUID.randomUUID().toString());
  private final long bytes;
  private final @Nullable ProgressDisplay display;
  private final Progress.Execution reading;
  private Progress.@Nullable Execution merging;

  private SortProgress(Host host, long bytes) {
    this.bytes = bytes;
    progress.expect(READ, 1, bytes);
    this.reading = progress.start(READ, SUBJECT);
    this.display =
        host.err() == System.err && StandardError.isTerminal()
            ? ProgressDisplay.start(
                () -> RunState.of(progress.steps()), host.err(), ProgressForm.AUTO)
            : null;
  }

  /** Starts to show how far the inputs are sorted. */
  static SortProgress start(Host host, List<LineInput> inputs) throws IOException {
    long bytes = 0;
    for (LineInput input : inputs) {
      LineInput.StoredLines file = input.file();
      if (file == null || !file.isPlain()) {
        return new SortProgress(host, UNKNOWN);
      }
      bytes += file.bytes();
    }
    return new SortProgress(host, bytes);
  }

  /** Tells that input was read. */
  void read(long count) {
    reading.accept(count);
  }

  /** Tells that output was written. */
  synchronized void written(long count) {
    if (merging == null) {
      reading.end(false);
      progress.expect(MERGE, 1, bytes);
      merging = progress.start(MERGE, SUBJECT);
    }
    merging.accept(count);
  }

  @Override
  public synchronized void close() {
    (merging == null ? reading : merging).end(false);
    if (display != null) {
      display.close();
    }
  }
}
