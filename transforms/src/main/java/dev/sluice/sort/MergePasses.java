package dev.sluice.sort;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Merges any number of sorted runs while no more than a given number are open at a time. If more of
 * them overlap, neighbours in the input order are first merged into temporary runs, as often as
 * needed; so the merge stays stable.
 *
 * <p>Disk: the range once or, from the third pass on, twice, compressed; all of it is gone at the
 * end, however it ends.
 *
 * @param work where a folder for temporary runs may be made
 * @param mostOpen how many runs may be open at a time, 2 or more
 */
record MergePasses(Storage storage, URI work, int mostOpen) {
  /** So many open runs take about 40 MiB. */
  static final int MOST_OPEN = 64;

  MergePasses {
    if (mostOpen < 2) {
      throw new IllegalArgumentException("mostOpen: " + mostOpen + " (expected 2 or more)");
    }
  }

  /** Hands every record of the range on, in order. The runs are left as they are. */
  void merge(List<Run> runs, KeyRange range, RecordSink sink)
      throws IOException, InterruptedException {
    mergeIndexed(RunIndex.readAll(storage, runs), range, sink);
  }

  /** The same, of runs whose indexes are known. */
  void mergeIndexed(List<RunIndex> runs, KeyRange range, RecordSink sink)
      throws IOException, InterruptedException {
    List<RunIndex> indexes = new ArrayList<>(runs);
    indexes.sort(Comparator.comparingInt(RunIndex::ordinal));
    if (open(indexes, range) <= mostOpen) {
      drain(indexes, range, sink);
      return;
    }
    URI folder = FileNames.own(work, "merge");
    try {
      List<RunIndex> merged = pass(indexes, range, folder, 1);
      for (int pass = 2; open(merged, KeyRange.ALL) > mostOpen; pass++) {
        List<RunIndex> before = merged;
        merged = pass(before, KeyRange.ALL, folder, pass);
        for (RunIndex index : before) {
          storage.delete(index.place());
        }
      }
      drain(merged, KeyRange.ALL, sink);
    } finally {
      storage.deleteFolder(folder);
    }
  }

  private List<RunIndex> pass(List<RunIndex> indexes, KeyRange range, URI folder, int pass)
      throws IOException, InterruptedException {
    List<RunIndex> merged = new ArrayList<>();
    for (int first = 0; first < indexes.size(); first += mostOpen) {
      List<RunIndex> group = indexes.subList(first, Math.min(indexes.size(), first + mostOpen));
      URI file = FileNames.in(folder, "pass-%d-%05d.run".formatted(pass, merged.size()));
      int ordinal = group.get(0).ordinal();
      try (RunWriter writer = RunWriter.temporary(storage, file, ordinal)) {
        drain(group, range, writer);
        merged.add(writer.end());
      }
    }
    return merged;
  }

  private void drain(List<RunIndex> indexes, KeyRange range, RecordSink sink)
      throws IOException, InterruptedException {
    try (RunMerge merge = new RunMerge(indexes, range)) {
      merge.drainTo(sink);
    }
  }

  /** How many runs a merge would have open at the same time at most. */
  private static int open(List<RunIndex> indexes, KeyRange range) {
    List<RunIndex> byStart =
        indexes.stream()
            .filter(index -> index.overlaps(range))
            .sorted(Comparator.comparing(index -> index.start(first(index, range))))
            .toList();
    // Those that are open, the first to end first; one whose last key was cut is taken to stay.
    PriorityQueue<RunIndex> open =
        new PriorityQueue<>(Comparator.comparing(RunIndex::lastKey, IndexKey.ORDER));
    int most = 0;
    for (RunIndex index : byStart) {
      byte[] start = index.start(first(index, range)).keyBytes();
      while (!open.isEmpty() && open.element().lastKey().surelyBefore(start)) {
        open.remove();
      }
      open.add(index);
      most = Math.max(most, open.size());
    }
    return most;
  }

  private static int first(RunIndex index, KeyRange range) {
    return range.from() == null ? 0 : index.firstBlock(range.from());
  }
}
