package dev.sluice.convert.scan;

import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Blocks of records that are used again. Safe for use by many threads. */
final class RecordPool {
  private final ConcurrentLinkedQueue<RecordBlock> spare = new ConcurrentLinkedQueue<>();

  /** A block that has nothing, and is nobody else's. */
  RecordBlock take() {
    return Objects.requireNonNullElseGet(spare.poll(), RecordBlock::new);
  }

  /** Takes a block back that nobody uses any more. */
  void give(RecordBlock records) {
    records.clear();
    spare.add(records);
  }
}
