package dev.sluice.sort;

import dev.sluice.step.SideBySide;
import dev.sluice.storage.PositionedOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Merges sorted runs into one stream of lines or one file: ranges of near equal size side by side,
 * for a stream each into memory and written in their order, for a file at their places.
 *
 * <p>Memory: four ranges, each an eighth of the bytes given and 32 MiB at most, and up to a block
 * more for each run; and 0.3 MiB for each run that is open in a range, of which there are 64 at
 * most. Where lines are so long that this is far from enough, one range at a time is merged, of
 * fewer runs, past memory: two of the longest lines at least.
 */
final class LineMerge {
  private static final long MOST_PIECE_BYTES = 32 << 20;
  private static final int PIECES_IN_MEMORY = 8;

  /** For each thread, of a file: none of them waits long for the last one. */
  private static final int RANGES = 4;

  private final MergePasses passes;
  private final LongConsumer meter;
  private final boolean unique;
  private final long pieceBytes;
  private final Deque<byte[]> spare = new ArrayDeque<>();
  private final KeyBytes last = new KeyBytes();
  private long records;

  /**
   * A merge.
   *
   * @param passes merge what is to be merged
   * @param unique whether of records with equal keys only the first one is written
   * @param meter takes the bytes written since it was last told, from any thread
   */
  LineMerge(MergePasses passes, boolean unique, long memoryBytes, LongConsumer meter) {
    this.meter = meter;
    this.passes = passes;
    this.unique = unique;
    this.pieceBytes =
        Math.max(RunFormat.BLOCK_BYTES, Math.min(MOST_PIECE_BYTES, memoryBytes / PIECES_IN_MEMORY));
  }

  /** Writes all records; returns how many. */
  long write(List<RunIndex> runs, SideBySide threads, OutputStream out)
      throws IOException, InterruptedException {
    if (passes.alone()) {
      return write(runs, out);
    }
    SideBySide.Pieces<Piece> pieces = threads.pieces(piece -> take(piece, out));
    for (MergeSlice slice : KeyRanges.choose(runs, pieceBytes)) {
      pieces.add(() -> merge(slice));
    }
    pieces.finish();
    return records;
  }

  /** Without pieces in memory. */
  private long write(List<RunIndex> runs, OutputStream out)
      throws IOException, InterruptedException {
    BufferedOutputStream buffered = new BufferedOutputStream(out, RunFormat.BLOCK_BYTES);
    RecordSink lines =
        (key, keyOffset, keyLength, line, offset, length) -> {
          buffered.write(line, offset, length);
          buffered.write('\n');
          meter.accept(length + 1L);
          records++;
        };
    passes.mergeIndexed(runs, KeyRange.ALL, unique ? new UniqueRecords(lines) : lines);
    buffered.flush();
    return records;
  }

  /** Writes all records into a file, ranges side by side at their places; returns how many. */
  long write(List<RunIndex> runs, SideBySide threads, PositionedOutput out)
      throws IOException, InterruptedException {
    SideBySide.Pieces<Long> pieces = threads.pieces(count -> records += count);
    if (RunIndex.follow(runs)) {
      long position = 0;
      for (RunIndex run : runs) {
        long from = position;
        pieces.add(() -> copy(run, from, out));
        if (passes.alone()) {
          pieces.finish();
        }
        position += run.bytes();
      }
      pieces.finish();
      return records;
    }
    long bytes = runs.stream().mapToLong(RunIndex::bytes).sum();
    long ranges = passes.alone() ? 1 : (long) RANGES * threads.most();
    long target = Math.max(pieceBytes, bytes / ranges + 1);
    for (MergeSlice slice : KeyRanges.choose(runs, target)) {
      pieces.add(() -> merge(slice, runs, out));
    }
    pieces.finish();
    return records;
  }

  /** Writes a run that nothing is to be merged with. */
  private long copy(RunIndex run, long from, PositionedOutput out)
      throws IOException, InterruptedException {
    if (!run.content().areLines()) {
      return merge(new MergeSlice(KeyRange.ALL, List.of(run), run.bytes()), from, out);
    }
    long position = from;
    try (LineBlocks lines = run.content().lines(run)) {
      while (lines.advance()) {
        out.write(position, lines.array(), 0, lines.length());
        position += lines.length();
        meter.accept(lines.length());
        Interrupts.check();
      }
    }
    return run.records();
  }

  private long merge(MergeSlice slice, List<RunIndex> runs, PositionedOutput out)
      throws IOException, InterruptedException {
    Position from = slice.range().from();
    long position = 0;
    for (RunIndex run : runs) {
      position += from == null ? 0 : run.bytesBefore(from);
    }
    return merge(slice, position, out);
  }

  private long merge(MergeSlice slice, long position, PositionedOutput out)
      throws IOException, InterruptedException {
    PlacedLines lines = new PlacedLines(out, position);
    passes.mergeIndexed(slice.runs(), slice.range(), lines);
    lines.flush();
    return lines.records;
  }

  private Piece merge(MergeSlice slice) throws IOException, InterruptedException {
    Piece piece = new Piece();
    passes.mergeIndexed(slice.runs(), slice.range(), unique ? new UniqueRecords(piece) : piece);
    return piece;
  }

  private void take(Piece piece, OutputStream out) throws IOException {
    // Ranges may cut records of one key apart.
    boolean again = unique && records > 0 && piece.records > 0 && last.isSameAs(piece.firstKey);
    piece.writeTo(out, again ? piece.firstBytes : 0);
    records += piece.records - (again ? 1 : 0);
    if (piece.records > 0) {
      last.set(piece.lastKey.array(), 0, piece.lastKey.length());
    }
  }

  private byte[] buffer() {
    synchronized (spare) {
      byte[] buffer = spare.poll();
      return buffer == null ? new byte[RunFormat.BLOCK_BYTES - 64] : buffer;
    }
  }

  private void free(byte[] buffer) {
    synchronized (spare) {
      spare.add(buffer);
    }
  }

  /** The lines of a range on their way to their place in a file. */
  private final class PlacedLines implements RecordSink {
    private final PositionedOutput out;
    private final byte[] buffer = new byte[RunFormat.BLOCK_BYTES - 64];
    private int filled;
    private long position;
    private long records;

    PlacedLines(PositionedOutput out, long position) {
      this.out = out;
      this.position = position;
    }

    @Override
    public void add(byte[] key, int keyOffset, int keyLength, byte[] line, int offset, int length)
        throws IOException {
      if (filled + length + 1L > buffer.length) {
        flush();
      }
      if (length < buffer.length) {
        System.arraycopy(line, offset, buffer, filled, length);
        filled += length;
      } else {
        out.write(position, line, offset, length);
        meter.accept(length);
        position += length;
      }
      buffer[filled++] = '\n';
      records++;
    }

    void flush() throws IOException {
      out.write(position, buffer, 0, filled);
      meter.accept(filled);
      position += filled;
      filled = 0;
    }
  }

  /** The lines of a range. */
  private final class Piece implements RecordSink {
    private final List<byte[]> full = new ArrayList<>();
    private final KeyBytes firstKey = new KeyBytes();
    private final KeyBytes lastKey = new KeyBytes();
    private byte @Nullable [] current;
    private int filled;
    private long records;
    private long firstBytes;

    @Override
    public void add(byte[] key, int keyOffset, int keyLength, byte[] line, int offset, int length) {
      if (unique) {
        if (records == 0) {
          firstKey.set(key, keyOffset, keyLength);
          firstBytes = length + 1L;
        }
        lastKey.set(key, keyOffset, keyLength);
      }
      records++;
      write(line, offset, length);
      byte[] buffer = room();
      buffer[filled++] = '\n';
    }

    private void write(byte[] line, int offset, int length) {
      int from = offset;
      int left = length;
      while (left > 0) {
        byte[] buffer = room();
        int count = Math.min(left, buffer.length - filled);
        System.arraycopy(line, from, buffer, filled, count);
        filled += count;
        from += count;
        left -= count;
      }
    }

    private byte[] room() {
      byte[] buffer = current;
      if (buffer != null && filled < buffer.length) {
        return buffer;
      }
      if (buffer != null) {
        full.add(buffer);
      }
      buffer = buffer();
      current = buffer;
      filled = 0;
      return buffer;
    }

    void writeTo(OutputStream out, long from) throws IOException {
      long skipped = from;
      byte[] rest = current;
      if (rest != null) {
        full.add(rest);
      }
      for (int i = 0; i < full.size(); i++) {
        byte[] buffer = full.get(i);
        int length = i + 1 == full.size() ? filled : buffer.length;
        int skip = (int) Math.min(skipped, length);
        out.write(buffer, skip, length - skip);
        meter.accept(length - skip);
        skipped -= skip;
        free(buffer);
      }
    }
  }
}
