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

/** Lines that were read and sorted, and not written yet; closing deletes what was spilled. */
public final class SortedLines implements Closeable {
  private final SortLines sort;
  private final SpillFolder folder;
  private final MergePasses passes;
  private final List<RunIndex> runs;

  private SortedLines(SortLines sort, SpillFolder folder, MergePasses passes, List<RunIndex> runs) {
    this.sort = sort;
    this.folder = folder;
    this.passes = passes;
    this.runs = runs;
  }

  /**
   * Runs made ready to be merged.
   *
   * @param folder holds the spills, and is closed with the lines
   */
  static SortedLines of(SortLines sort, SpillFolder folder, List<RunIndex> runs, SideBySide threads)
      throws IOException, InterruptedException {
    MergePasses passes = MergePasses.of(sort.storage(), folder, runs, sort.memoryBytes());
    return new SortedLines(sort, folder, passes, passes.reduce(runs, threads));
  }

  /**
   * Writes all records to a file that has nothing yet; returns how many.
   *
   * @param meter takes the bytes written since it was last told, from any thread
   */
  long toFile(AtomicOutput file, LongConsumer meter) throws IOException, InterruptedException {
    Optional<PositionedOutput> placed = file.positioned();
    if (sort.rules().unique() || placed.isEmpty()) {
      return toStream(file, meter);
    }
    try (SideBySide threads = new SideBySide("merge")) {
      return merge(meter).write(runs, threads, placed.get());
    }
  }

  /**
   * Writes all records, each ended by a line feed; returns how many.
   *
   * @param meter takes the bytes written since it was last told
   */
  long toStream(OutputStream out, LongConsumer meter) throws IOException, InterruptedException {
    try (SideBySide threads = new SideBySide("merge")) {
      return merge(meter).write(runs, threads, out);
    }
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
    // Equal records can come into two parts: so they are found before there are any.
    return Parts.write(passes, sort.rules().unique() ? unique() : runs, layout, meter);
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
