package dev.sluice.sort;

import dev.sluice.step.StepContext;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Makes parts of sorted runs, without a graph. */
public final class Parts {
  private Parts() {}

  /**
   * Writes the parts of a layout, one after another.
   *
   * @param meter takes the number of NDJSON bytes written since it was last told
   */
  public static List<Part> write(
      Storage storage, List<Run> runs, PartLayout layout, LongConsumer meter)
      throws IOException, InterruptedException {
    List<RunIndex> indexes = new ArrayList<>();
    for (Run run : runs) {
      indexes.add(RunIndex.read(storage, run));
    }
    List<Part> parts = new ArrayList<>();
    for (MergeRequest request : MergeRequest.all(indexes, layout)) {
      parts.add(new MergeRange().run(request, new StepContext(storage, meter)));
    }
    return parts;
  }
}
