package dev.sluice.sort;

import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Merges a range of sorted runs, stable. A run is open from where the merge reaches its first key
 * to where it passes its last.
 *
 * <p>Memory: the indexes, and two blocks for each run open at the same time.
 */
final class RunMerge implements Closeable {
  private final List<MergeSource> sources = new ArrayList<>();
  private final KeyBytes previous = new KeyBytes();

  RunMerge(Storage storage, List<RunIndex> indexes, KeyRange range) {
    for (RunIndex index : indexes) {
      if (index.overlaps(range)) {
        sources.add(new MergeSource(storage, index, range));
      }
    }
  }

  /** Hands every record on, in order. */
  void drainTo(RecordSink sink) throws IOException, InterruptedException {
    if (sources.isEmpty()) {
      return;
    }
    LoserTree<MergeSource> tree = new LoserTree<>(sources, MergeSource.ORDER);
    int records = 0;
    while (!tree.winner().ended()) {
      MergeSource source = tree.winner();
      RunCursor cursor = source.cursor();
      if (cursor != null) {
        byte[] array = cursor.array();
        checkOrder(source.run(), cursor);
        sink.add(
            array,
            cursor.keyOffset(),
            cursor.keyLength(),
            array,
            cursor.lineOffset(),
            cursor.lineLength());
        if ((++records & 0xfff) == 0) {
          Interrupts.check();
        }
      }
      source.advance();
      tree.replay();
    }
  }

  @Override
  public void close() throws IOException {
    Closing.all(sources);
  }

  private void checkOrder(Run run, RunCursor cursor) throws IOException {
    int end = cursor.keyOffset() + cursor.keyLength();
    int compared =
        Arrays.compareUnsigned(
            previous.array(), 0, previous.length(), cursor.array(), cursor.keyOffset(), end);
    if (compared > 0) {
      throw new IOException(
          "Cannot merge run %s: it is not sorted (record %d has a lesser key than the one before)"
              .formatted(run.file().uri(), cursor.record()));
    }
    if (compared < 0) {
      previous.set(cursor.array(), cursor.keyOffset(), cursor.keyLength());
    }
  }
}
