package dev.sluice.sort;

import java.io.Closeable;
import java.io.IOException;
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
    if (!layout.order().equals(sort.order())) {
      throw new IllegalArgumentException(
          "order: %s (expected %s)".formatted(layout.order(), sort.order()));
    }
    return Parts.write(sort.storage(), sorter.runs(), layout, meter);
  }

  @Override
  public void close() throws IOException {
    sorter.close();
  }
}
