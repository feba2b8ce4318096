package dev.sluice.sort;

import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Sorts more records than memory holds: as many as fit are sorted there and spilled as a run, and
 * the runs are merged. Stable. Records are added, then handed on; {@link #close()} deletes every
 * spill on every path.
 *
 * <p>Memory: the bytes given for records, plus about 2 MiB while spilling, or up to 40 MiB while
 * merging (64 open runs), when the records are no longer there. A single record may be larger than
 * the memory given, and then takes it alone. Disk: the input once, compressed, or twice if more
 * than 64 spills have to be merged in several passes.
 */
public final class ExternalSorter implements Closeable {
  private final Storage storage;
  private final URI folder;
  private final RecordArena arena;
  private final int mostOpen;
  private final List<RunIndex> spills = new ArrayList<>();

  private ExternalSorter(Storage storage, URI work, long memoryBytes, int mostOpen) {
    this.storage = storage;
    this.folder = FileNames.own(work, "sort");
    this.arena = new RecordArena(memoryBytes);
    this.mostOpen = mostOpen;
  }

  /**
   * A sorter without records.
   *
   * @param work where it makes a folder of its own for spills, when there are any
   * @param memoryBytes for records and what sorts them
   */
  public static ExternalSorter create(Storage storage, URI work, long memoryBytes) {
    return create(storage, work, memoryBytes, MergePasses.MOST_OPEN);
  }

  static ExternalSorter create(Storage storage, URI work, long memoryBytes, int mostOpen) {
    if (memoryBytes <= 0) {
      throw new IllegalArgumentException("memoryBytes: " + memoryBytes + " (expected 1 or more)");
    }
    return new ExternalSorter(storage, work, memoryBytes, mostOpen);
  }

  /** Adds a record; its key is at the beginning of the array. Both are copied. */
  public void add(byte[] key, int keyLength, byte[] line, int offset, int length)
      throws IOException, InterruptedException {
    add(key, 0, keyLength, line, offset, length);
  }

  /** Adds a record. Key and line are copied. */
  public void add(byte[] key, int keyOffset, int keyLength, byte[] line, int offset, int length)
      throws IOException, InterruptedException {
    if ((long) keyLength + length > RunFormat.MOST_RECORD_BYTES) {
      throw new SortKeyException(
          "the record is too long (%d bytes with its key; expected %d at most)"
              .formatted((long) keyLength + length, RunFormat.MOST_RECORD_BYTES));
    }
    if (!arena.add(key, keyOffset, keyLength, line, offset, length)) {
      spill();
      arena.add(key, keyOffset, keyLength, line, offset, length);
    }
  }

  /**
   * Hands all records on in order, and is then without records, to be used again. What fitted in
   * memory never touches the disk.
   */
  public void drainTo(RecordSink sink) throws IOException, InterruptedException {
    if (spills.isEmpty()) {
      arena.drainTo(sink);
      arena.clear();
      return;
    }
    if (arena.count() > 0) {
      spill();
    }
    arena.release();
    new MergePasses(storage, () -> folder, mostOpen).mergeIndexed(spills, KeyRange.ALL, sink);
    storage.deleteFolder(folder);
    spills.clear();
  }

  @Override
  public void close() throws IOException {
    arena.release();
    storage.deleteFolder(folder);
  }

  private void spill() throws IOException, InterruptedException {
    int ordinal = spills.size();
    URI file = FileNames.in(folder, "spill-%05d.run".formatted(ordinal));
    try (RunWriter writer = RunWriter.temporary(storage, file, ordinal)) {
      arena.drainTo(writer);
      spills.add(writer.end());
    }
    arena.clear();
  }
}
