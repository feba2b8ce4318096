package dev.sluice.sort;

import dev.sluice.step.SideBySide;
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
 * @param work where temporary runs go
 * @param mostOpen how many runs may be open at a time, 2 or more
 */
record MergePasses(Storage storage, WorkFolder work, int mostOpen) {
  /** So many open runs take about 40 MiB. */
  static final int MOST_OPEN = 64;

  /** Of blocks whose last record is not long. */
  private static final long USUAL_BYTES = (long) MOST_OPEN * RunFormat.LARGE_BLOCK_BYTES;

  MergePasses {
    if (mostOpen < 2) {
      throw new IllegalArgumentException("mostOpen: " + mostOpen + " (expected 2 or more)");
    }
  }

  /**
   * As usual; but with fewer runs open if they have lines so long that memory is short, or are to
   * be read only once.
   */
  static MergePasses of(Storage storage, WorkFolder work, List<RunIndex> runs, long memoryBytes) {
    long longest = 1;
    int most = MOST_OPEN;
    for (RunIndex run : runs) {
      if (run.content().areReadFromTheStart()) {
        most = MOST_OPEN - 1; // Not range by range.
      }
      for (RunBlock block : run.blocks()) {
        longest = Math.max(longest, block.rawLength());
      }
    }
    long blocks = Math.max(memoryBytes / 2, USUAL_BYTES) / longest;
    return new MergePasses(storage, work, (int) Math.max(2, Math.min(most, blocks)));
  }

  /** Whether only one merge is to be done at a time, for the memory's sake or the runs'. */
  boolean alone() {
    return mostOpen < MOST_OPEN;
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
    URI folder = FileNames.own(work.make(), "merge");
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

  /**
   * Runs of which no more than so many overlap: the same, or fewer, for which some of them are
   * merged side by side, as few as that takes. Of what is merged, spills in the work folder are
   * deleted.
   *
   * @param most 2 or more; if more than may be open, those
   */
  List<RunIndex> reduce(List<RunIndex> runs, int most, SideBySide threads)
      throws IOException, InterruptedException {
    int left = Math.min(most, mostOpen);
    List<RunIndex> reduced = runs;
    int excess = open(reduced, KeyRange.ALL) - left;
    while (excess > 0) {
      reduced = reduceBy(excess, reduced, threads);
      excess = open(reduced, KeyRange.ALL) - left;
    }
    return reduced;
  }

  /**
   * Merges neighbours in the input order to so many runs fewer, or as near to that as one pass can.
   */
  private List<RunIndex> reduceBy(int excess, List<RunIndex> runs, SideBySide threads)
      throws IOException, InterruptedException {
    URI folder = FileNames.own(work.make(), "merge");
    List<RunIndex> merged = new ArrayList<>();
    SideBySide.Pieces<RunIndex> pieces = threads.pieces(merged::add);
    int next = 0;
    int surplus = excess;
    while (next < runs.size()) {
      int count = Math.min(Math.min(mostOpen, surplus + 1), runs.size() - next);
      List<RunIndex> group = runs.subList(next, next + count);
      URI file = FileNames.in(folder, "pass-%05d.run".formatted(next));
      pieces.add(() -> group.size() == 1 ? group.get(0) : replace(group, file));
      if (alone()) {
        pieces.finish();
      }
      next += count;
      surplus -= count - 1;
    }
    pieces.finish();
    return merged;
  }

  private RunIndex replace(List<RunIndex> group, URI file)
      throws IOException, InterruptedException {
    RunIndex run = merge(group, KeyRange.ALL, file);
    deleteSpills(group);
    return run;
  }

  private void deleteSpills(List<RunIndex> runs) throws IOException {
    String folder = work.make().toString();
    for (RunIndex run : runs) {
      if (run.place().toString().startsWith(folder)) {
        storage.delete(run.place());
      }
    }
  }

  private List<RunIndex> pass(List<RunIndex> indexes, KeyRange range, URI folder, int pass)
      throws IOException, InterruptedException {
    List<RunIndex> merged = new ArrayList<>();
    for (List<RunIndex> group : groups(indexes)) {
      URI file = FileNames.in(folder, "pass-%d-%05d.run".formatted(pass, merged.size()));
      merged.add(merge(group, range, file));
    }
    return merged;
  }

  /** Neighbours in the input order, as many as may be open. */
  private List<List<RunIndex>> groups(List<RunIndex> indexes) {
    List<List<RunIndex>> groups = new ArrayList<>();
    for (int first = 0; first < indexes.size(); first += mostOpen) {
      groups.add(indexes.subList(first, Math.min(indexes.size(), first + mostOpen)));
    }
    return groups;
  }

  private RunIndex merge(List<RunIndex> group, KeyRange range, URI file)
      throws IOException, InterruptedException {
    try (RunWriter writer = RunWriter.temporary(storage, file, group.get(0).ordinal())) {
      drain(group, range, writer);
      return writer.end();
    }
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
