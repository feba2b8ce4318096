package dev.sluice.sort;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Sorted records wherever they are, in blocks: what a merge knows of them before it reads them. Of
 * a run's file it is the index, checked: it agrees with itself and with what is known of the run.
 *
 * @param place where the records are, for messages
 * @param ordinal their place in the input order, as {@link Run#ordinal()}
 * @param sorted whether the keys are in order
 * @param blocks the blocks, one after another
 * @param lastKey key of the last record; empty if there is none
 * @param content what opens them
 */
record RunIndex(
    URI place,
    int ordinal,
    boolean sorted,
    List<RunBlock> blocks,
    IndexKey lastKey,
    Content content) {
  /** Opens sorted records. */
  @FunctionalInterface
  interface Content {
    /** Starts before the first record of a block. */
    RecordCursor open(RunIndex index, int block) throws IOException;

    /** Whether the blocks are nothing but the lines. */
    default boolean areLines() {
      return false;
    }

    /** Whether what is before a block has to be read too, and a merge is to do so only once. */
    default boolean areReadFromTheStart() {
      return false;
    }

    /** The blocks, if they are nothing but the lines. */
    default LineBlocks lines(RunIndex index) throws IOException {
      throw new IllegalStateException(index.place() + ": keys are among the lines");
    }
  }

  RunIndex {
    blocks = List.copyOf(blocks);
  }

  /**
   * Sorted records of one content, of which each of the others begins where the one before ends, as
   * one.
   */
  static RunIndex joined(List<RunIndex> runs) {
    RunIndex first = runs.get(0);
    List<RunBlock> blocks = new ArrayList<>();
    long records = 0;
    for (RunIndex run : runs) {
      for (RunBlock block : run.blocks) {
        blocks.add(block.at(records + block.firstRecord()));
      }
      records += run.records();
    }
    IndexKey lastKey = runs.get(runs.size() - 1).lastKey;
    return new RunIndex(first.place, first.ordinal, true, blocks, lastKey, first.content);
  }

  /** Whether each of the runs begins, by what is known, after the one before has ended. */
  static boolean follow(List<RunIndex> runs) {
    for (int i = 1; i < runs.size(); i++) {
      IndexKey before = runs.get(i - 1).lastKey;
      byte[] start = runs.get(i).blocks.get(0).firstKey().bytes();
      if (!before.surelyBefore(start) && !before.is(start)) {
        return false;
      }
    }
    return true;
  }

  /** How many records there are. */
  long records() {
    RunBlock last = blocks.isEmpty() ? null : blocks.get(blocks.size() - 1);
    return last == null ? 0 : last.firstRecord() + last.records();
  }

  /** Their bytes as NDJSON. */
  long bytes() {
    return blocks.stream().mapToLong(RunBlock::bytes).sum();
  }

  /** The same at another place in the input order. */
  RunIndex at(int place) {
    return new RunIndex(this.place, place, sorted, blocks, lastKey, content);
  }

  RecordCursor open(int block) throws IOException {
    return content.open(this, block);
  }

  /** Reads the end of a run's file. Memory: the index. */
  static RunIndex read(Storage storage, Run run) throws IOException {
    URI uri = run.file().uri();
    int least = RunFormat.MAGIC.length + RunFormat.TRAILER_BYTES;
    if (run.file().bytes() < least) {
      throw new IOException(
          "Cannot read run %s: it is too short (%d bytes; expected %d or more)"
              .formatted(uri, run.file().bytes(), least));
    }
    long trailerOffset = run.file().bytes() - RunFormat.TRAILER_BYTES;
    byte[] trailer = read(storage, uri, trailerOffset, RunFormat.TRAILER_BYTES, true);
    ByteBuffer fields = ByteBuffer.wrap(trailer);
    long indexOffset = fields.getLong();
    long indexLength = fields.getLong();
    long records = fields.getLong();
    long bytes = fields.getLong();
    int sorted = fields.getInt();
    int crc = fields.getInt();
    if (fields.compareTo(ByteBuffer.wrap(RunFormat.MAGIC)) != 0
        || indexOffset < RunFormat.MAGIC.length
        || indexLength > RunFormat.MOST_RECORD_BYTES
        || indexOffset + indexLength != trailerOffset) {
      throw new IOException(
          RunFormat.cannotRead(uri, trailerOffset) + "there is no trailer of a run");
    }
    byte[] index = read(storage, uri, indexOffset, (int) indexLength, false);
    CRC32C actual = new CRC32C();
    actual.update(index);
    actual.update(trailer, 0, trailer.length - Integer.BYTES - RunFormat.MAGIC.length);
    if ((int) actual.getValue() != crc) {
      throw new IOException(
          RunFormat.cannotRead(uri, indexOffset)
              + "the index is damaged (checksum %08x; expected %08x)"
                  .formatted((int) actual.getValue(), crc));
    }
    if (records != run.records() || bytes != run.bytes() || (sorted == 1) != run.sorted()) {
      throw new IOException(
          RunFormat.cannotRead(uri, trailerOffset)
              + "it is another run (%d records, %d bytes, sorted %s; expected %d, %d, %s)"
                  .formatted(
                      records, bytes, sorted == 1, run.records(), run.bytes(), run.sorted()));
    }
    return parse(storage, run, indexOffset, new VarintReader(index, 0, index.length));
  }

  /** The same of several runs, in the order of their ordinals. */
  static List<RunIndex> readAll(Storage storage, List<Run> runs) throws IOException {
    List<RunIndex> indexes = new ArrayList<>();
    for (Run run : runs) {
      indexes.add(read(storage, run));
    }
    indexes.sort(Comparator.comparingInt(RunIndex::ordinal));
    return indexes;
  }

  private static RunIndex parse(Storage storage, Run run, long indexOffset, VarintReader in)
      throws IOException {
    try {
      int count = in.nextInt();
      List<RunBlock> blocks = new ArrayList<>(count);
      long offset = RunFormat.MAGIC.length;
      long record = 0;
      long bytes = 0;
      for (int i = 0; i < count; i++) {
        long length = in.nextLong();
        int rawLength = in.nextInt();
        int records = in.nextInt();
        long blockBytes = in.nextLong();
        int crc = in.fixedInt();
        blocks.add(
            new RunBlock(offset, length, crc, rawLength, record, records, blockBytes, in.key()));
        offset += length;
        record += records;
        bytes += blockBytes;
      }
      IndexKey lastKey = in.key();
      if (offset != indexOffset || record != run.records() || bytes != run.bytes()) {
        throw new IOException(
            RunFormat.cannotRead(run.file().uri(), indexOffset)
                + "the index does not add up (%d records, %d bytes, end of blocks %d; expected %d, %d, %d)"
                    .formatted(record, bytes, offset, run.records(), run.bytes(), indexOffset));
      }
      return new RunIndex(
          run.file().uri(),
          run.ordinal(),
          run.sorted(),
          blocks,
          lastKey,
          (index, block) -> RunCursor.open(storage, index, block));
    } catch (IndexOutOfBoundsException e) {
      throw new IOException(
          RunFormat.cannotRead(run.file().uri(), indexOffset) + "the index ends too early", e);
    }
  }

  private static byte[] read(Storage storage, URI uri, long offset, int length, boolean toEnd)
      throws IOException {
    try (InputStream in = storage.read(uri, offset)) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new IOException(
            RunFormat.cannotRead(uri, offset)
                + "it is cut short (%d bytes there; expected %d)".formatted(bytes.length, length));
      }
      if (toEnd && in.read() >= 0) {
        throw new IOException(
            RunFormat.cannotRead(uri, offset + length) + "it goes on (expected its end)");
      }
      return bytes;
    }
  }

  /** Where the first record at or after a position can be: the number of a block. */
  int firstBlock(Position position) {
    int low = 0;
    int high = blocks.size();
    while (low + 1 < high) {
      int middle = (low + high) >>> 1;
      if (mayBeAfter(blocks.get(middle), position)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** How many bytes of NDJSON the records before a position have. */
  long bytesBefore(Position position) throws IOException {
    if (blocks.isEmpty()) {
      return 0;
    }
    int first = firstBlock(position);
    long bytes = blocks.subList(0, first).stream().mapToLong(RunBlock::bytes).sum();
    byte[] key = position.keyBytes();
    try (RecordCursor cursor = open(first)) {
      while (cursor.advance() && position.compareTo(cursor, ordinal, key) > 0) {
        bytes += cursor.lineLength() + 1L;
      }
    }
    return bytes;
  }

  /** Where a block begins; with a key that was cut, somewhat before that. */
  Position start(int block) {
    RunBlock first = blocks.get(block);
    return Position.of(first.firstKey().bytes(), ordinal, first.firstRecord());
  }

  /** Whether a record of the run can be within a range. */
  boolean overlaps(KeyRange range) {
    if (blocks.isEmpty()) {
      return false;
    }
    if (range.to() != null && start(0).compareTo(range.to()) >= 0) {
      return false;
    }
    if (range.from() == null) {
      return true;
    }
    byte[] from = range.from().keyBytes();
    return lastKey.mayExceed(from)
        || (lastKey.compareTo(from) == 0
            && Position.of(from, ordinal, records() - 1).compareTo(range.from()) >= 0);
  }

  private boolean mayBeAfter(RunBlock block, Position position) {
    byte[] key = position.keyBytes();
    return block.firstKey().mayExceed(key)
        || (block.firstKey().compareTo(key) == 0
            && Position.of(key, ordinal, block.firstRecord()).compareTo(position) > 0);
  }
}
