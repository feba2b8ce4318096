package dev.sluice.sort;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses the ranges that sorted runs are merged by. */
final class KeyRanges {
  private KeyRanges() {}

  /**
   * Cuts all records into ranges of near equal size: as many as it takes of the target size, cut
   * where blocks begin, so that sizes differ by at most about one block of each run. Every record
   * is in exactly one range. No range is empty, but if there are no records there is one range.
   * Depends on nothing but the runs and the target.
   *
   * <p>Memory: the indexes, and about 200 bytes for each block.
   *
   * @param targetBytes uncompressed size of a range
   */
  static List<MergeSlice> choose(List<RunIndex> indexes, long targetBytes) {
    if (targetBytes <= 0) {
      throw new IllegalArgumentException("targetBytes: " + targetBytes + " (expected 1 or more)");
    }
    List<RunIndex> inOrder =
        indexes.stream().sorted(Comparator.comparingInt(RunIndex::ordinal)).toList();
    checkRuns(inOrder);
    List<Start> starts = new ArrayList<>();
    for (RunIndex index : inOrder) {
      for (int i = 0; i < index.blocks().size(); i++) {
        starts.add(new Start(index.start(i), index.blocks().get(i).bytes()));
      }
    }
    starts.sort(Comparator.comparing(Start::position));
    long total = inOrder.stream().mapToLong(RunIndex::bytes).sum();
    long count = Math.max(1, total / targetBytes + (total % targetBytes == 0 ? 0 : 1));
    List<MergeSlice> slices = new ArrayList<>();
    @Nullable Position from = null;
    long bytes = 0;
    long before = 0;
    for (int i = 0; i < starts.size(); i++) {
      Start start = starts.get(i);
      if (i > 0 && share(before, total, count) > share(before - bytes, total, count)) {
        slices.add(slice(inOrder, new KeyRange(from, start.position()), bytes));
        from = start.position();
        bytes = 0;
      }
      bytes += start.bytes();
      before += start.bytes();
    }
    slices.add(slice(inOrder, new KeyRange(from, null), bytes));
    return slices;
  }

  /** In which of count equal shares of the total a byte is. */
  private static long share(long before, long total, long count) {
    return (long) ((double) before / total * count);
  }

  private static MergeSlice slice(List<RunIndex> indexes, KeyRange range, long bytes) {
    return new MergeSlice(
        range, indexes.stream().filter(index -> index.overlaps(range)).toList(), bytes);
  }

  private static void checkRuns(List<RunIndex> indexes) {
    Set<Integer> ordinals = new HashSet<>();
    for (RunIndex index : indexes) {
      if (!index.sorted() || !ordinals.add(index.ordinal())) {
        throw new IllegalArgumentException(
            "run: %s, ordinal %d (expected sorted runs, each ordinal once)"
                .formatted(index.place(), index.ordinal()));
      }
    }
  }

  private record Start(Position position, long bytes) {}
}
