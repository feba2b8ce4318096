package dev.sluice.sort;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.LongConsumer;

/** Lines that were read and sorted, and not written yet; closing deletes what was spilled. */
public final class SortedLines implements Closeable {
  private final SortLines sort;
  private final ExternalSorter sorter;

  SortedLines(SortLines sort, ExternalSorter sorter) {
    this.sort = sort;
    this.sorter = sorter;
  }

  /**
   * Writes the parts of a layout, whose order is that of the lines.
   *
   * @param meter takes the bytes written since it was last told
   */
  public List<Part> toParts(PartLayout layout, LongConsumer meter)
      throws IOException, InterruptedException {
    if (!layout.order().equals(sort.rules().order())) {
      throw new IllegalArgumentException(
          "order: %s (expected %s)".formatted(layout.order(), sort.rules().order()));
    }
    if (!sort.rules().unique()) {
      return Parts.write(sort.storage(), sorter.runs(), layout, meter);
    }
    // Equal records can come into two parts: so they are found before there are any.
    URI folder = FileNames.own(sort.work(), "unique");
    try {
      return Parts.write(sort.storage(), unique(folder), layout, meter);
    } finally {
      sort.storage().deleteFolder(folder);
    }
  }

  private List<Run> unique(URI folder) throws IOException, InterruptedException {
    URI file = FileNames.in(folder, "unique.run");
    try (RunWriter writer = RunWriter.create(sort.storage(), file, 0, "unique")) {
      UniqueRecords unique = new UniqueRecords(writer);
      sorter.drainTo(unique);
      return unique.records() == 0 ? List.of() : List.of(writer.commit());
    }
  }

  @Override
  public void close() throws IOException {
    sorter.close();
  }
}
