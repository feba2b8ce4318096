package dev.sluice.sort;

import dev.sluice.step.SideBySide;
import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sorts NDJSON: one JSON object a line, in UTF-8, the last line with or without a line feed. The
 * records come out byte for byte as they were, each ended by one line feed. Stable: equal records
 * stay in the order of the inputs and of their lines. The inputs are read one after another.
 *
 * <p>Chunks of the lines are sorted side by side on the cores there are, and so are ranges of the
 * merge. Memory: the bytes given, lines that are longer, and while merging what {@link LineMerge}
 * says. Disk: the input once, in a folder that is deleted in the end, or by the next sort in the
 * same work folder if this one is killed; what is in order where it can be read again, and what
 * fits in memory, takes none. What goes into a file and is all in order is written while it is
 * read. More than 64 runs that overlap are first merged to fewer, and what is being merged is then
 * there twice.
 *
 * <p>An empty line, a line that is no JSON object and a field that is missing or not to be compared
 * are errors that name input, line and byte offset; with {@link SortOrder#NONE} only an empty line
 * is.
 *
 * @param storage where the work folder is
 * @param rules how to sort
 * @param work folder for spills
 * @param memoryBytes memory for records; see {@link SortMemory}
 */
public record SortLines(Storage storage, SortRules rules, URI work, long memoryBytes) {
  public SortLines {
    if (memoryBytes <= 0) {
      throw new IllegalArgumentException("memoryBytes: " + memoryBytes + " (expected 1 or more)");
    }
  }

  /**
   * Sorts into a stream, which is flushed and left open.
   *
   * @param read takes the input bytes read since it was last told; fewer than none where some have
   *     to be read again
   * @param written takes the bytes written since it was last told
   * @return how many records were written
   */
  public long toStream(
      List<LineInput> inputs, OutputStream out, LongConsumer read, LongConsumer written)
      throws IOException, InterruptedException {
    try (SortedLines sorted = read(inputs, LineTarget.STREAM, read)) {
      long records = sorted.toStream(out, written);
      out.flush();
      return records;
    }
  }

  /**
   * Sorts into a file, which has nothing yet, and is not committed.
   *
   * @param beside whether the work folder is on the same disk as the file
   * @param read takes the input bytes read since it was last told
   * @param written takes the bytes written since it was last told, from any thread
   * @return how many records were written
   */
  public long toFile(
      List<LineInput> inputs,
      AtomicOutput file,
      boolean beside,
      LongConsumer read,
      LongConsumer written)
      throws IOException, InterruptedException {
    LineTarget target = rules.unique() ? LineTarget.STREAM : LineTarget.of(file, beside);
    try (SortedLines sorted = read(inputs, target, read)) {
      return sorted.toFile(file, written);
    }
  }

  /**
   * Reads all of the inputs, to be written.
   *
   * @param meter takes the input bytes read since it was last told
   */
  public SortedLines read(List<LineInput> inputs, LongConsumer meter)
      throws IOException, InterruptedException {
    return read(inputs, LineTarget.PARTS, meter);
  }

  private SortedLines read(List<LineInput> inputs, LineTarget target, LongConsumer meter)
      throws IOException, InterruptedException {
    SpillFolder folder = new SpillFolder(storage, work);
    folder.clean();
    boolean isRead = false;
    try (SideBySide threads = new SideBySide("sort")) {
      SortedLines sorted = read(inputs, folder, target, threads, meter);
      isRead = true;
      return sorted;
    } finally {
      if (!isRead) {
        folder.close();
      }
    }
  }

  private SortedLines read(
      List<LineInput> inputs,
      SpillFolder folder,
      LineTarget target,
      SideBySide threads,
      LongConsumer meter)
      throws IOException, InterruptedException {
    if (target.mergedOnce() && new OrderCheck(rules).mayBeInOrder(inputs)) {
      LongAdder read = new LongAdder();
      LongConsumer counted =
          bytes -> {
            read.add(bytes);
            meter.accept(bytes);
          };
      LineRuns made = new LineRuns(this, folder, target, true);
      Optional<List<RunIndex>> runs = made.make(inputs, threads, counted);
      if (runs.isPresent()) {
        return new SortedLines(this, folder, runs.get(), made.areWritten(runs.get()));
      }
      meter.accept(-read.sum()); // It is read again.
    }
    LineRuns made = new LineRuns(this, folder, target, false);
    List<RunIndex> runs = made.make(inputs, threads, meter).orElseThrow();
    return new SortedLines(this, folder, runs, made.areWritten(runs));
  }

  /**
   * Reads all of the inputs, and finds whether they are in order, each after the one before. Needs
   * neither memory nor disk.
   *
   * @param meter takes the input bytes read since it was last told
   * @return how many records there are
   * @throws IOException that names the first line that is out of order or, if they are to be
   *     unique, has the same key as the one before
   */
  public long check(List<LineInput> inputs, LongConsumer meter)
      throws IOException, InterruptedException {
    OrderCheck check = new OrderCheck(rules);
    byte @Nullable [] last = null;
    long records = 0;
    for (LineInput input : inputs) {
      OrderCheck.InOrder read = check.read(input, last, meter);
      last = read.records() == 0 ? last : read.last();
      records += read.records();
    }
    return records;
  }
}
