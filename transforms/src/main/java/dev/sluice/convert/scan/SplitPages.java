package dev.sluice.convert.scan;

import dev.sluice.convert.records.GatheredRecords;
import dev.sluice.convert.reference.MadeRevision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins the records of pages of which no block has all.
 *
 * <p>Memory: a page's record, up to {@link GatheredRecords#mostBytes}, some times.
 */
final class SplitPages {
  private final RecordPool pool;
  private final int mostBytes = GatheredRecords.mostBytes();
  private @Nullable RecordBlock begun;

  SplitPages(RecordPool pool) {
    this.pool = pool;
  }

  /** Whether what a block adds to a record, or begins, can be taken. */
  boolean fits(RecordBlock block) {
    PageParts parts = block.parts;
    int length = block.lines.length;
    long bytes = parts.firstBytes(length);
    long revisions = parts.first.count();
    if (begun != null) {
      bytes += begun.lines.length;
      revisions += begun.parts.last.count();
    }
    return Math.max(bytes, parts.lastBytes(length)) <= mostBytes
        && GatheredRecords.fit(Math.max(revisions, parts.last.count()), mostBytes);
  }

  /**
   * Takes a block's parts, which have to {@linkplain #fits fit}.
   *
   * @return the record that begins before the block, to be used before it, if it ends there
   */
  @Nullable RecordBlock take(RecordBlock block) {
    try {
      return join(block);
    } catch (Stop e) {
      throw new IllegalStateException("the record does not fit", e);
    }
  }

  private @Nullable RecordBlock join(RecordBlock block) throws Stop {
    PageParts parts = block.parts;
    int length = block.lines.length;
    RecordBlock whole = null;
    if (begun != null) {
      begun.append(block, 0, parts.firstBytes(length), parts.first);
      if (parts.firstEnds()) {
        whole = begun;
        whole.endAppended(block, parts.firstKeyBytes());
        begun = null;
      }
    }
    if (parts.hasLast()) {
      begun = pool.take();
      begun.parts.beginLast(0, parts.last.from() - parts.wholeEnd(length));
      begun.append(block, parts.wholeEnd(length), length, parts.last);
    }
    return whole;
  }

  /** Lets go of the record that has begun, and returns its revisions so far. */
  List<MadeRevision> made() {
    if (begun == null) {
      return List.of();
    }
    RecordBlock record = begun;
    begun = null;
    return record.parts.last.copy(record.lines.bytes);
  }
}
