package dev.sluice.sort;

import dev.sluice.storage.Storage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sorts NDJSON: one JSON object a line, in UTF-8, the last line with or without a line feed. The
 * records come out byte for byte as they were, each ended by one line feed. Stable: equal records
 * stay in the order of the inputs and of their lines. The inputs are read one after another.
 *
 * <p>Memory and disk as {@link ExternalSorter}. An empty line, a line that is no JSON object and a
 * field that is missing or not to be compared are errors that name input, line and byte offset;
 * with {@link SortOrder#NONE} only an empty line is.
 *
 * @param storage where the work folder is
 * @param rules how to sort
 * @param work folder for spills
 * @param memoryBytes memory for records; see {@link SortMemory}
 */
public record SortLines(Storage storage, SortRules rules, URI work, long memoryBytes) {
  private static final int BUFFER_BYTES = 128 * 1024;

  public SortLines {
    if (memoryBytes <= 0) {
      throw new IllegalArgumentException("memoryBytes: " + memoryBytes + " (expected 1 or more)");
    }
  }

  /**
   * Sorts into a stream, which is flushed and left open.
   *
   * @param meter takes the input bytes read since it was last told
   * @return how many records were written
   */
  public long toStream(List<LineInput> inputs, OutputStream out, LongConsumer meter)
      throws IOException, InterruptedException {
    try (ExternalSorter sorter = ExternalSorter.create(storage, work, memoryBytes)) {
      final long records = read(inputs, sorter, meter);
      OutputStream lines = new BufferedOutputStream(out, BUFFER_BYTES);
      RecordSink all =
          (key, keyOffset, keyLength, line, offset, length) -> {
            lines.write(line, offset, length);
            lines.write('\n');
          };
      UniqueRecords unique = new UniqueRecords(all);
      sorter.drainTo(rules.unique() ? unique : all);
      lines.flush();
      return rules.unique() ? unique.records() : records;
    }
  }

  /**
   * Reads all of the inputs, to be written as parts.
   *
   * @param meter takes the input bytes read since it was last told
   */
  public SortedLines read(List<LineInput> inputs, LongConsumer meter)
      throws IOException, InterruptedException {
    ExternalSorter sorter = ExternalSorter.create(storage, work, memoryBytes);
    boolean isRead = false;
    try {
      read(inputs, sorter, meter);
      isRead = true;
      return new SortedLines(this, sorter);
    } finally {
      if (!isRead) {
        sorter.close();
      }
    }
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

  private long read(List<LineInput> inputs, ExternalSorter sorter, LongConsumer meter)
      throws IOException, InterruptedException {
    SortKeys keys = SortKeys.of(rules.order(), rules.missing());
    Meter read = new Meter(meter);
    long records = 0;
    for (LineInput input : inputs) {
      try (InputStream in = input.source().open()) {
        LineReader lines = new LineReader(in, input.name());
        while (lines.advance()) {
          take(keys, lines, input.name());
          sorter.add(keys.bytes(), keys.length(), lines.array(), lines.offset(), lines.length());
          read.add(lines.length() + 1L);
        }
        records += lines.line();
      }
    }
    read.end();
    return records;
  }

  private static void take(SortKeys keys, LineReader lines, String name) throws IOException {
    if (lines.isBlank()) {
      throw new IOException(at(name, lines) + "the line is empty (expected a JSON object)");
    }
    try {
      keys.take(lines.array(), lines.offset(), lines.length());
    } catch (SortKeyException e) {
      throw new IOException(at(name, lines) + e.reason(), e);
    }
  }

  private static String at(String name, LineReader lines) {
    return "Cannot sort %s: line %d, at byte %d: "
        .formatted(name, lines.line(), lines.byteOffset());
  }
}
