package dev.sluice.sort;

import dev.sluice.step.SideBySide;
import dev.sluice.storage.PositionedOutput;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes sorted runs of lines: chunks are read one after another and sorted side by side. A chunk in
 * order whose lines can be read again stays where it is; the last ones, one for each thread, stay
 * in memory; the others are spilled.
 *
 * <p>Memory: the bytes given, shared by the threads; some of it stays with the runs.
 */
final class LineRuns {
  private static final Comparator<Made> ORDER =
      Comparator.comparingInt(Made::chunk).thenComparingInt(Made::round);

  private static final long UNKNOWN = Long.MAX_VALUE / 2;

  private final SortLines sort;
  private final SpillFolder folder;
  private final LineTarget target;
  private final boolean readOnce;
  private final List<Made> made = new ArrayList<>();
  private final List<Lines> read = new ArrayList<>();
  private final ReentrantLock writing = new ReentrantLock();
  private @Nullable LineException failure;
  private volatile boolean outOfOrder;
  private volatile boolean unsorted;
  private volatile boolean early;
  private long outputBytes;

  /**
   * No runs yet.
   *
   * @param folder for spills
   * @param readOnce whether compressed inputs are taken to be in order, as there is only one merge,
   *     from their beginning to their end
   */
  LineRuns(SortLines sort, SpillFolder folder, LineTarget target, boolean readOnce) {
    this.sort = sort;
    this.folder = folder;
    this.target = target;
    this.readOnce = readOnce;
    this.early = target.early() != null;
  }

  /** A run of a chunk's round. */
  private record Made(int chunk, int round, RunIndex index) {
    /** Whether both are of the same input, and have to be one or may be. */
    boolean goesOnIn(Made next) {
      return index.content().equals(next.index.content())
          && (index.content().areReadFromTheStart() || RunIndex.follow(List.of(index, next.index)));
    }
  }

  /** How many lines a chunk has of its last input, which may go on in the next one. */
  private record Lines(int chunk, LineInput input, long count) {}

  /**
   * Makes the runs of all lines, in their order.
   *
   * @param threads do it
   * @param meter takes the input bytes read since it was last told
   * @return nothing if a compressed input was taken to be in order and is not
   */
  Optional<List<RunIndex>> make(List<LineInput> inputs, SideBySide threads, LongConsumer meter)
      throws IOException, InterruptedException {
    int count = threads.most() - 1;
    BlockingQueue<LineChunk> free = new ArrayBlockingQueue<>(count);
    long share = Math.max(1, sort.memoryBytes() / count);
    long total = bytes(inputs);
    long bytes = total / count;
    if (target.beside() && total != UNKNOWN && !sort.rules().unique()) {
      outputBytes = total;
      folder.requireRoom(total);
    }
    boolean small = total != UNKNOWN && total > sort.memoryBytes();
    for (int i = 0; i < count; i++) {
      // With room for what is cut off where a line ends, and goes into the next one.
      free.add(new LineChunk(share, bytes + RunFormat.BLOCK_BYTES, small));
    }
    try (ChunkReader reader = new ChunkReader(inputs, meter)) {
      SideBySide.Pieces<Boolean> pieces = threads.pieces(sorted -> {});
      while (!reader.ended()) {
        pieces.add(() -> sort(reader, free));
      }
      pieces.finish();
    }
    synchronized (this) {
      if (failure != null && !outOfOrder) {
        throw sentence(failure);
      }
      return outOfOrder ? Optional.empty() : joined();
    }
  }

  /** The runs in their order; what an input has in several chunks, in order, is one. */
  private Optional<List<RunIndex>> joined() {
    made.sort(ORDER);
    List<RunIndex> runs = new ArrayList<>();
    List<RunIndex> one = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      one.add(made.get(i).index);
      if (i + 1 == made.size() || !made.get(i).goesOnIn(made.get(i + 1))) {
        if (!RunIndex.follow(one)) {
          return Optional.empty();
        }
        runs.add((one.size() == 1 ? one.get(0) : RunIndex.joined(one)).at(runs.size()));
        one.clear();
      }
    }
    return Optional.of(runs);
  }

  /** How many bytes of lines there are; {@link #UNKNOWN} if that is not known. */
  private static long bytes(List<LineInput> inputs) throws IOException {
    long bytes = 0;
    for (LineInput input : inputs) {
      LineInput.StoredLines file = input.file();
      if (file == null || !file.isPlain()) {
        return UNKNOWN;
      }
      bytes += file.bytes();
    }
    return bytes;
  }

  /** Sorts the next chunk; false if there is none. */
  private boolean sort(ChunkReader reader, BlockingQueue<LineChunk> free)
      throws IOException, InterruptedException {
    if (reader.ended()) {
      return false; // And those who have the chunks may keep them.
    }
    LineChunk chunk = free.take();
    boolean kept = false;
    try {
      if (unsorted) {
        chunk.useAll();
      }
      if (!reader.fill(chunk)) {
        return false;
      }
      SortKeys keys = SortKeys.of(sort.rules().order(), sort.rules().missing());
      long lines = 0;
      boolean allInOrder = true;
      for (int round = 0; chunk.advance(keys); round++) {
        lines += chunk.count();
        boolean inOrder = chunk.sort();
        allInOrder = allInOrder && inOrder;
        kept = chunk.isLast() && reader.ended();
        RunIndex run = kept ? chunk.inMemory() : inPlace(chunk, inOrder);
        if (outOfOrder) {
          reader.end();
          return false;
        }
        add(chunk, round, run == null ? spill(chunk, round) : run);
      }
      unsorted = unsorted || !allInOrder;
      writeEarly(chunk, allInOrder);
      ended(chunk, lines);
      return true;
    } catch (LineException e) {
      reader.end();
      failed(e);
      kept = true;
      return false;
    } finally {
      if (!kept) {
        free.add(chunk);
      }
    }
  }

  /** Writes a chunk where it belongs if all that comes before it does, and is in order. */
  private void writeEarly(LineChunk chunk, boolean inOrder) throws IOException {
    if (!inOrder || !isWhereItBelongs(chunk.ordinal())) {
      early = false;
    }
    PositionedOutput file = target.early();
    if (early && file != null) {
      writing.lock(); // A file takes one write at a time, and who waits for it there spins.
      try {
        file.write(chunk.position(), chunk.array(), 0, chunk.end());
      } finally {
        writing.unlock();
      }
    }
  }

  private synchronized boolean isWhereItBelongs(int chunk) {
    return RunIndex.follow(
        made.stream()
            .filter(one -> Math.abs(one.chunk - chunk) <= 1)
            .sorted(ORDER)
            .map(Made::index)
            .toList());
  }

  /** Whether all lines, which these runs are, have been written already. */
  boolean areWritten(List<RunIndex> runs) {
    return early && RunIndex.follow(runs);
  }

  /** The chunk's round where it can be read again in order; null if that is nowhere. */
  private @Nullable RunIndex inPlace(LineChunk chunk, boolean inOrder) throws IOException {
    LineInput input = chunk.input();
    LineInput.StoredLines file = input == null ? null : input.file();
    if (input == null || file == null) {
      return null;
    }
    boolean plain = file.isPlain();
    if (inOrder && (plain || readOnce)) {
      return chunk.inPlace(new OrderedLines(input, plain, sort.rules()));
    }
    outOfOrder = outOfOrder || (readOnce && !plain);
    return null;
  }

  private RunIndex spill(LineChunk chunk, int round) throws IOException, InterruptedException {
    String name = "spill-%05d-%05d.run".formatted(chunk.ordinal(), round);
    folder.requireRoom(outputBytes + chunk.bytes());
    URI file = FileNames.in(folder.make(), name);
    try (RunWriter writer = RunWriter.temporary(sort.storage(), file, chunk.ordinal())) {
      chunk.drainTo(writer);
      return writer.end();
    }
  }

  private synchronized void add(LineChunk chunk, int round, RunIndex run) {
    made.add(new Made(chunk.ordinal(), round, run));
  }

  private synchronized void ended(LineChunk chunk, long lines) {
    read.add(
        new Lines(
            chunk.ordinal(),
            chunk.inputs().last(),
            chunk.inputs().linesOfLast(chunk.array(), chunk.end(), lines)));
  }

  /**
   * Of several the first in the order of the lines is told; all before it are read to their end.
   */
  private synchronized void failed(LineException e) {
    if (failure == null || e.chunk().ordinal() < failure.chunk().ordinal()) {
      failure = e;
    }
  }

  private IOException sentence(LineException e) {
    LineChunk chunk = e.chunk();
    LineInput input = chunk.inputs().at(e.position());
    long line = chunk.inputs().linesBefore(chunk.array(), e.position()) + 1;
    for (Lines before : read) {
      line += before.chunk < chunk.ordinal() && before.input.equals(input) ? before.count : 0;
    }
    return new IOException(
        "Cannot sort %s: line %d, at byte %d: %s"
            .formatted(input.name(), line, chunk.inputs().offset(e.position()), e.reason()),
        e.getCause());
  }
}
