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
  private final LineRuns made;
  private final List<RunIndex> runs;

  SortedLines(SortLines sort, LineRuns made, List<RunIndex> runs) {
    this.sort = sort;
    this.made = made;
    this.runs = runs;
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
    return new LineMerge(
        sort.storage(), sort.work(), sort.rules().unique(), sort.memoryBytes(), meter);
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
    if (!sort.rules().unique()) {
      return Parts.write(sort.storage(), runs, layout, meter);
    }
    // Equal records can come into two parts: so they are found before there are any.
    URI folder = FileNames.own(sort.work(), "unique");
    try {
      return Parts.write(sort.storage(), unique(folder), layout, meter);
    } finally {
      sort.storage().deleteFolder(folder);
    }
  }

  private List<RunIndex> unique(URI folder) throws IOException, InterruptedException {
    URI file = FileNames.in(folder, "unique.run");
    try (RunWriter writer = RunWriter.temporary(sort.storage(), file, 0)) {
      UniqueRecords unique = new UniqueRecords(writer);
      new MergePasses(sort.storage(), folder, MergePasses.MOST_OPEN)
          .mergeIndexed(runs, KeyRange.ALL, unique);
      return unique.records() == 0 ? List.of() : List.of(writer.end());
    }
  }

  @Override
  public void close() throws IOException {
    made.close();
  }
}
