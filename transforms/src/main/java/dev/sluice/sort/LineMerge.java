package dev.sluice.sort;

import dev.sluice.step.SideBySide;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges sorted runs into one stream of lines: ranges of near equal size side by side, each into
 * memory, written in their order.
 *
 * <p>Memory: four ranges, each an eighth of the bytes given and 32 MiB at most; and 0.3 MiB for
 * each run that is open in a range, of which there are 64 at most.
 */
final class LineMerge {
  private static final long MOST_PIECE_BYTES = 32 << 20;
  private static final int PIECES_IN_MEMORY = 8;

  private final MergePasses passes;
  private final boolean unique;
  private final long pieceBytes;
  private final Deque<byte[]> spare = new ArrayDeque<>();
  private final KeyBytes last = new KeyBytes();
  private long records;

  /**
   * A merge.
   *
   * @param work for what has to be merged in several passes
   * @param unique whether of records with equal keys only the first one is written
   */
  LineMerge(Storage storage, URI work, boolean unique, long memoryBytes) {
    this.passes = new MergePasses(storage, work, MergePasses.MOST_OPEN);
    this.unique = unique;
    this.pieceBytes =
        Math.max(RunFormat.BLOCK_BYTES, Math.min(MOST_PIECE_BYTES, memoryBytes / PIECES_IN_MEMORY));
  }

  /** Writes all records; returns how many. */
  long write(List<RunIndex> runs, SideBySide threads, OutputStream out)
      throws IOException, InterruptedException {
    SideBySide.Pieces<Piece> pieces = threads.pieces(piece -> take(piece, out));
    for (MergeSlice slice : KeyRanges.choose(runs, pieceBytes)) {
      pieces.add(() -> merge(slice));
    }
    pieces.finish();
    return records;
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
        skipped -= skip;
        free(buffer);
      }
    }
  }
}
