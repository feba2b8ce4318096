package dev.sluice.sort;

import dev.sluice.step.SideBySide;
import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.PositionedOutput;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Lines that were read and sorted, to be written, once, in one of the ways there are; closing
 * deletes what was spilled.
 */
public final class SortedLines implements Closeable {
  private static final int PART_SHARE = 4;

  private final SortLines sort;
  private final SpillFolder folder;
  private final MergePasses passes;
  private final List<RunIndex> runs;
  private final boolean written;

  /**
   * Runs to be merged.
   *
   * @param folder holds the spills, and is closed with the lines
   * @param written whether the file that they go to has all of them already
   */
  SortedLines(SortLines sort, SpillFolder folder, List<RunIndex> runs, boolean written) {
    this.sort = sort;
    this.folder = folder;
    this.passes = MergePasses.of(sort.storage(), folder, runs, sort.memoryBytes());
    this.runs = runs;
    this.written = written;
  }

  /**
   * Writes all records to the file that was known when they were read; returns how many.
   *
   * @param meter takes the bytes written since it was last told, from any thread
   */
  long toFile(AtomicOutput file, LongConsumer meter) throws IOException, InterruptedException {
    if (written) {
      meter.accept(runs.stream().mapToLong(RunIndex::bytes).sum());
      return runs.stream().mapToLong(RunIndex::records).sum();
    }
    Optional<PositionedOutput> placed = file.positioned();
    if (sort.rules().unique() || placed.isEmpty()) {
      return toStream(file, meter);
    }
    try (SideBySide threads = new SideBySide("merge")) {
      return merge(meter).write(reduced(threads), threads, placed.get());
    }
  }

  /**
   * Writes all records, each ended by a line feed; returns how many.
   *
   * @param meter takes the bytes written since it was last told
   */
  long toStream(OutputStream out, LongConsumer meter) throws IOException, InterruptedException {
    try (SideBySide threads = new SideBySide("merge")) {
      return merge(meter).write(reduced(threads), threads, out);
    }
  }

  private List<RunIndex> reduced(SideBySide threads) throws IOException, InterruptedException {
    return passes.reduce(runs, MergePasses.MOST_OPEN, threads);
  }

  private LineMerge merge(LongConsumer meter) {
    return new LineMerge(passes, sort.rules().unique(), sort.memoryBytes(), meter);
  }

  /**
   * Writes the parts of a layout, whose order is that of the lines.
   *
   * @param meter takes the bytes written since it was last told, from any thread
   */
  public List<Part> toParts(PartLayout layout, LongConsumer meter)
      throws IOException, InterruptedException {
    if (!layout.order().equals(sort.rules().order())) {
      throw new IllegalArgumentException(
          "order: %s (expected %s)".formatted(layout.order(), sort.rules().order()));
    }
    // A part is larger or smaller than others by about a block of each run.
    long most = layout.partBytes() / PART_SHARE / RunFormat.BLOCK_BYTES;
    List<RunIndex> ready;
    try (SideBySide threads = new SideBySide("merge")) {
      ready =
          sort.rules().unique()
              ? unique() // Equal records can come into two parts: so they are found before.
              : passes.reduce(
                  runs, (int) Math.max(2, Math.min(MergePasses.MOST_OPEN, most)), threads);
    }
    return Parts.write(passes, ready, layout, meter);
  }

  private List<RunIndex> unique() throws IOException, InterruptedException {
    URI file = FileNames.in(folder.make(), "unique.run");
    try (RunWriter writer = RunWriter.temporary(sort.storage(), file, 0)) {
      UniqueRecords unique = new UniqueRecords(writer);
      passes.mergeIndexed(runs, KeyRange.ALL, unique);
      return unique.records() == 0 ? List.of() : List.of(writer.end());
    }
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
