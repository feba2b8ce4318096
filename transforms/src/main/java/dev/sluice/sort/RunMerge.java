package dev.sluice.sort;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
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

  RunMerge(List<RunIndex> indexes, KeyRange range) {
    for (RunIndex index : indexes) {
      if (index.overlaps(range)) {
        sources.add(new MergeSource(index, range));
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
      RecordCursor cursor = source.cursor();
      if (cursor != null) {
        checkOrder(source.place(), cursor);
        sink.add(
            cursor.keys(),
            cursor.keyOffset(),
            cursor.keyLength(),
            cursor.array(),
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

  private void checkOrder(URI run, RecordCursor cursor) throws IOException {
    int end = cursor.keyOffset() + cursor.keyLength();
    int compared =
        Arrays.compareUnsigned(
            previous.array(), 0, previous.length(), cursor.keys(), cursor.keyOffset(), end);
    if (compared > 0) {
      throw new IOException(
          "Cannot merge run %s: it is not sorted (record %d has a lesser key than the one before)"
              .formatted(run, cursor.record()));
    }
    if (compared < 0) {
      previous.set(cursor.keys(), cursor.keyOffset(), cursor.keyLength());
    }
  }
}
