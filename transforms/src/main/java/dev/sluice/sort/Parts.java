package dev.sluice.sort;

import dev.sluice.step.SideBySide;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Makes parts of sorted runs, without a graph. */
public final class Parts {
  private Parts() {}

  /**
   * Writes the parts of a layout, side by side.
   *
   * @param meter takes the number of NDJSON bytes written since it was last told, from any thread
   */
  public static List<Part> of(
      Storage storage, List<Run> runs, PartLayout layout, LongConsumer meter)
      throws IOException, InterruptedException {
    return write(
        new MergePasses(storage, layout::work, MergePasses.MOST_OPEN),
        RunIndex.readAll(storage, runs),
        layout,
        meter);
  }

  /** The same, of runs whose indexes are known. */
  static List<Part> write(
      MergePasses passes, List<RunIndex> runs, PartLayout layout, LongConsumer meter)
      throws IOException, InterruptedException {
    List<Part> parts = new ArrayList<>();
    List<MergeSlice> slices = KeyRanges.choose(runs, layout.partBytes());
    try (SideBySide threads = new SideBySide("parts")) {
      SideBySide.Pieces<Part> pieces = threads.pieces(parts::add);
      for (int i = 0; i < slices.size(); i++) {
        MergeSlice slice = slices.get(i);
        PartPlace place =
            new PartPlace(i, slices.size(), layout.order(), layout.folder(), layout.compression());
        pieces.add(
            () -> {
              try (PartWriter part = PartWriter.create(place, passes.storage())) {
                passes.mergeIndexed(slice.runs(), slice.range(), part.metered(new Meter(meter)));
                return part.commit();
              }
            });
        if (passes.alone()) {
          pieces.finish();
        }
      }
      pieces.finish();
    }
    return parts;
  }
}
