package dev.sluice.sort;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads NDJSON and finds whether its records are in order; those of {@link SortOrder#NONE} always
 * are. Memory: that of the longest line, twice.
 *
 * @param rules the order that the records are to be in; lines that lack a field, and lines that are
 *     equal, are errors if these say so
 */
public record OrderCheck(SortRules rules) {
  private static final long BEGINNING_BYTES = 64 * 1024;

  /**
   * What was found in order.
   *
   * @param records how many records there are
   * @param bytes their bytes, a line feed for each included
   * @param first the first record's key; null if there is no record
   * @param last the last record's
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
  public record InOrder(
      long records, long bytes, byte @Nullable [] first, byte @Nullable [] last) {}

  /**
   * Reads an input to its end.
   *
   * @param after the key of the record that comes before the first one; null if none does
   * @param meter takes the bytes read since it was last told
   * @throws IOException that names the first line that is out of order, or no record to be compared
   */
  public InOrder read(LineInput input, byte @Nullable [] after, LongConsumer meter)
      throws IOException, InterruptedException {
    SortKeys keys = SortKeys.of(rules.order(), rules.missing());
    KeyBytes previous = new KeyBytes();
    if (after != null) {
      previous.set(after, 0, after.length);
    }
    byte @Nullable [] first = null;
    long bytes = 0;
    Meter read = new Meter(meter);
    try (InputStream in = input.source().open()) {
      LineReader lines = new LineReader(in, input.name());
      while (lines.advance()) {
        take(keys, lines, input.name());
        if (first != null || after != null) {
          requireOrder(previous, keys, lines, input.name());
        }
        if (first == null) {
          first = Arrays.copyOf(keys.bytes(), keys.length());
        }
        previous.set(keys.bytes(), 0, keys.length());
        bytes += lines.length() + 1L;
        read.add(lines.length() + 1L);
      }
      read.end();
      return new InOrder(lines.line(), bytes, first, first == null ? null : previous.copy());
    }
  }

  /**
   * Whether some inputs are compressed, all can be opened again, and the compressed ones begin in
   * order.
   */
  boolean mayBeInOrder(List<LineInput> inputs) throws IOException {
    boolean compressed = false;
    for (LineInput input : inputs) {
      LineInput.StoredLines file = input.file();
      if (file == null) {
        return false;
      }
      if (!file.isPlain()) {
        compressed = true;
        if (!beginsInOrder(input)) {
          return false;
        }
      }
    }
    return compressed;
  }

  private boolean beginsInOrder(LineInput input) throws IOException {
    SortKeys keys = SortKeys.of(rules.order(), rules.missing());
    KeyBytes previous = new KeyBytes();
    try (InputStream in = input.source().open()) {
      LineReader lines = new LineReader(in, input.name());
      while (lines.byteOffset() < BEGINNING_BYTES && lines.advance()) {
        keys.take(lines.array(), lines.offset(), lines.length());
        int compared =
            Arrays.compareUnsigned(
                previous.array(), 0, previous.length(), keys.bytes(), 0, keys.length());
        if (compared > 0) {
          return false;
        }
        previous.set(keys.bytes(), 0, keys.length());
      }
      return true;
    } catch (SortKeyException e) {
      return false; // Whoever sorts it tells where it is.
    }
  }

  /** Whether a record of one key may be followed by one of the other. */
  public boolean inOrder(byte[] key, byte[] next) {
    return Arrays.compareUnsigned(key, next) < (rules.unique() ? 0 : 1);
  }

  private void requireOrder(KeyBytes previous, SortKeys keys, LineReader lines, String name)
      throws IOException {
    int compared =
        Arrays.compareUnsigned(
            previous.array(), 0, previous.length(), keys.bytes(), 0, keys.length());
    if (compared > 0) {
      throw new IOException(
          at(name, lines) + "it is out of order (expected none less than the line before)");
    }
    if (compared == 0 && rules.unique()) {
      throw new IOException(at(name, lines) + "it equals the line before (expected each once)");
    }
  }

  private static void take(SortKeys keys, LineReader lines, String name) throws IOException {
    if (lines.isBlank()) {
      throw new IOException(at(name, lines) + "it is empty (expected a JSON object)");
    }
    try {
      keys.take(lines.array(), lines.offset(), lines.length());
    } catch (SortKeyException e) {
      throw new IOException(at(name, lines) + e.reason(), e);
    }
  }

  private static String at(String name, LineReader lines) {
    return "Cannot confirm the order of %s: line %d, at byte %d: "
        .formatted(name, lines.line(), lines.byteOffset());
  }
}
