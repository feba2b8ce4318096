package dev.sluice.sort;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A sorted run's share of a range, in turn. Until it wins for the first time it stands at the place
 * where, by the index, it can begin, and is not opened; it is closed when it has no more.
 */
final class MergeSource implements Closeable {
  /** By position; those that have ended come last. */
  static final Comparator<MergeSource> ORDER = MergeSource::compare;

  private final RunIndex index;
  private final KeyRange range;
  private final byte @Nullable [] to;
  private final int firstBlock;
  private @Nullable RecordCursor cursor;
  private boolean ended;
  private byte[] key;
  private int keyOffset;
  private int keyLength;
  private long record;

  /** The run must overlap the range. */
  MergeSource(RunIndex index, KeyRange range) {
    this.index = index;
    this.range = range;
    this.to = range.to() == null ? null : range.to().keyBytes();
    this.firstBlock = range.from() == null ? 0 : index.firstBlock(range.from());
    RunBlock block = index.blocks().get(firstBlock);
    this.key = block.firstKey().bytes();
    this.keyLength = key.length;
    this.record = block.firstRecord();
  }

  /** Whether there is no record left. */
  boolean ended() {
    return ended;
  }

  /** The open run at its current record; null if it stands where it can begin. */
  @Nullable RecordCursor cursor() {
    return cursor;
  }

  URI place() {
    return index.place();
  }

  /** Goes to the first or next record of the range. */
  void advance() throws IOException {
    if (cursor == null) {
      cursor = index.open(firstBlock);
      byte[] from = range.from() == null ? null : range.from().keyBytes();
      do {
        next(cursor);
      } while (!ended && from != null && compareWith(from, range.from()) < 0);
    } else {
      next(cursor);
    }
  }

  @Override
  public void close() throws IOException {
    ended = true;
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }

  private void next(RecordCursor open) throws IOException {
    boolean found = open.advance();
    if (found) {
      key = open.keys();
      keyOffset = open.keyOffset();
      keyLength = open.keyLength();
      record = open.record();
    }
    if (!found || (to != null && compareWith(to, range.to()) >= 0)) {
      close();
    }
  }

  private int compareWith(byte[] otherKey, @Nullable Position other) {
    int keys =
        Arrays.compareUnsigned(key, keyOffset, keyOffset + keyLength, otherKey, 0, otherKey.length);
    if (keys != 0 || other == null) {
      return keys;
    }
    int runs = Integer.compare(index.ordinal(), other.run());
    return runs != 0 ? runs : Long.compare(record, other.record());
  }

  private static int compare(MergeSource a, MergeSource b) {
    if (a.ended != b.ended) {
      return a.ended ? 1 : -1;
    }
    int keys =
        a.ended
            ? 0
            : Arrays.compareUnsigned(
                a.key,
                a.keyOffset,
                a.keyOffset + a.keyLength,
                b.key,
                b.keyOffset,
                b.keyOffset + b.keyLength);
    return keys != 0 ? keys : Integer.compare(a.index.ordinal(), b.index.ordinal());
  }
}
