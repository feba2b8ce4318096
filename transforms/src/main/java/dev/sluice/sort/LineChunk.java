package dev.sluice.sort;

import dev.sluice.bytes.Words;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive lines of the inputs in memory, with their keys, to be sorted there. Lines stay where
 * they were read; what is sorted are their numbers. If there are so many lines that their keys do
 * not fit, they are sorted in several rounds.
 */
final class LineChunk {
  /** Of the memory, the lines take three quarters. */
  private static final int SHARES = 4;

  private static final int ENTRY_BYTES = 2 * Integer.BYTES + 2 * (Long.BYTES + Integer.BYTES);
  private static final int FEWEST_ENTRIES = 64;

  /** Lines in order gain nothing by more memory, and are sooner written while a cache has them. */
  private static final int SMALL_PART = 8;

  private final int most;
  private final long mostIndexBytes;
  private final ChunkInputs inputs = new ChunkInputs();
  private final KeyPrefixes prefixes = new KeyPrefixes();
  private final PrefixSort sort = new PrefixSort();
  private KeyBytes keys = new KeyBytes(1024);
  private int capacity;
  private byte[] lines;
  private int end;
  private int ordinal;
  private long position;
  private int[] starts = new int[FEWEST_ENTRIES];
  private int[] keyStarts = new int[FEWEST_ENTRIES];
  private int count;
  private int next;

  /**
   * A chunk without lines.
   *
   * @param memoryBytes for lines, keys and what sorts them; a longer line takes more
   * @param mostBytes of lines, as there are no more
   * @param small whether it is filled with less at first
   */
  LineChunk(long memoryBytes, long mostBytes, boolean small) {
    long share = memoryBytes - memoryBytes / SHARES;
    this.most = (int) Math.max(1, Math.min(Math.min(share, mostBytes), 1 << 30));
    this.capacity = small ? Math.max(1, most / SMALL_PART) : most;
    this.mostIndexBytes = memoryBytes / SHARES;
    this.lines = new byte[capacity + Words.PADDING];
  }

  /** From the next place on, it takes as much as there is memory for. */
  void useAll() {
    if (capacity < most) {
      capacity = most;
      lines = new byte[0];
      lines = new byte[capacity + Words.PADDING];
    }
  }

  /** Drops all lines, for those of another place. */
  void begin(int place) {
    ordinal = place;
    end = 0;
    next = 0;
    count = 0;
    inputs.clear();
    if (lines.length > capacity + Words.PADDING) {
      lines = new byte[0];
      lines = new byte[capacity + Words.PADDING]; // After a long line.
    }
  }

  int ordinal() {
    return ordinal;
  }

  /** How many bytes of lines come before its own, in all inputs. */
  long position() {
    return position;
  }

  void position(long at) {
    position = at;
  }

  /** Which inputs the lines are of. */
  ChunkInputs inputs() {
    return inputs;
  }

  /** Tells that what comes next is of this input, from this byte of it on. */
  void of(LineInput input, long offset) {
    inputs.add(input, end, offset);
  }

  byte[] array() {
    return lines;
  }

  int end() {
    return end;
  }

  int room() {
    return lines.length - Words.PADDING - end;
  }

  void end(int to) {
    end = to;
  }

  void add(byte[] bytes, int from, int length) {
    while (room() < length) {
      grow();
    }
    System.arraycopy(bytes, from, lines, end, length);
    end += length;
  }

  /** Ends the last line of an input that does not do so; there is always room for that. */
  void endLine() {
    lines[end++] = '\n';
  }

  /** Makes room for a line that does not fit; false if it is too long for anything. */
  boolean grow() {
    int length = lines.length - Words.PADDING;
    int most = RunFormat.MOST_RECORD_BYTES - Words.PADDING;
    if (length == most) {
      return false;
    }
    lines = Arrays.copyOf(lines, (int) Math.min(2L * length, most) + Words.PADDING);
    return true;
  }

  /**
   * Takes the keys of the lines of the next round.
   *
   * @return false if there are no lines left; then the last round's stay
   * @throws LineException if one has none
   */
  boolean advance(SortKeys of) throws IOException, InterruptedException {
    if (next == end) {
      return false;
    }
    count = 0;
    if (keys.array().length > mostIndexBytes) {
      keys = new KeyBytes(1024); // After long keys.
    }
    keys.clear();
    prefixes.clear();
    while (next < end && (count == 0 || indexBytes() <= mostIndexBytes)) {
      int feed = line(of);
      int keyStart = keys.length();
      keys.add(of.bytes(), 0, of.length());
      prefixes.show(keys.array(), keyStart, keys.length());
      if (count + 1 >= starts.length) {
        int length = starts.length + starts.length / 2;
        starts = Arrays.copyOf(starts, length);
        keyStarts = Arrays.copyOf(keyStarts, length);
      }
      starts[count] = next;
      keyStarts[count++] = keyStart;
      next = feed + 1;
      if ((count & 0xffff) == 0) {
        Interrupts.check();
      }
    }
    starts[count] = next;
    keyStarts[count] = keys.length();
    return true;
  }

  /** Sorts the lines of the round; tells whether they were in order. */
  boolean sort() throws InterruptedException {
    prefixes.end();
    for (int i = 0; i < count; i++) {
      sort.set(i, prefixes.of(keys.array(), keyStarts[i], keyStarts[i + 1]));
    }
    return sort.sort(count, prefixes.tellApart() ? (a, b) -> 0 : this::compareKeys);
  }

  /** How many lines the round has. */
  int count() {
    return count;
  }

  /** How many bytes the round's lines have. */
  int bytes() {
    return starts[count] - starts[0];
  }

  /** Whether this is the last round. */
  boolean isLast() {
    return next == end;
  }

  /** Hands the round's records on, in order. */
  void drainTo(RecordSink sink) throws IOException, InterruptedException {
    for (int place = 0; place < count; place++) {
      int line = sort.at(place);
      sink.add(
          keys.array(),
          keyStarts[line],
          keyStarts[line + 1] - keyStarts[line],
          lines,
          starts[line],
          starts[line + 1] - starts[line] - 1);
      if ((place & 0xfff) == 0xfff) {
        Interrupts.check();
      }
    }
  }

  /** The round's records, to be read as long as they are here. */
  RunIndex inMemory() {
    return index(
        URI.create("memory:" + ordinal),
        (place, size) -> 0,
        (index, block) ->
            new InMemory(block < index.blocks().size() ? index.blocks().get(block) : null));
  }

  /** The one input that all of the round's lines are of; null if there are several. */
  @Nullable LineInput input() {
    return inputs.areOne(starts[0], next - 1) ? inputs.at(starts[0]) : null;
  }

  /** The round's lines, in order as they are, where they can be read again. */
  RunIndex inPlace(OrderedLines place) {
    CRC32C crc = new CRC32C();
    return index(
        URI.create("lines:" + ordinal),
        (from, to) -> {
          crc.reset();
          crc.update(lines, from, to - from);
          return (int) crc.getValue();
        },
        place,
        inputs.offset(starts[0]) - starts[0]);
  }

  private interface Checksum {
    int of(int from, int to);
  }

  private RunIndex index(URI place, Checksum checksum, RunIndex.Content content) {
    return index(place, checksum, content, 0);
  }

  private RunIndex index(URI place, Checksum checksum, RunIndex.Content content, long offset) {
    List<RunBlock> blocks = new ArrayList<>();
    int first = 0;
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      int line = sort.at(i);
      bytes += starts[line + 1] - starts[line];
      if (bytes >= RunFormat.BLOCK_BYTES || i + 1 == count) {
        int start = starts[sort.at(first)];
        blocks.add(
            new RunBlock(
                offset + start,
                bytes,
                checksum.of(start, starts[line + 1]),
                (int) bytes,
                first,
                i + 1 - first,
                bytes,
                key(sort.at(first))));
        first = i + 1;
        bytes = 0;
      }
    }
    return new RunIndex(place, ordinal, true, blocks, key(sort.at(count - 1)), content);
  }

  private IndexKey key(int line) {
    return IndexKey.of(keys.array(), keyStarts[line], keyStarts[line + 1] - keyStarts[line]);
  }

  private int compareKeys(int a, int b) {
    byte[] array = keys.array();
    return Arrays.compareUnsigned(
        array, keyStarts[a], keyStarts[a + 1], array, keyStarts[b], keyStarts[b + 1]);
  }

  private long indexBytes() {
    return (long) count * ENTRY_BYTES + keys.length();
  }

  /** Takes the next line's key and returns where its line feed is. */
  private int line(SortKeys of) throws LineException {
    try {
      int feed = of.takeLine(lines, next, end);
      if (feed < 0) {
        feed = Words.indexOf(lines, next, end, '\n');
        if (isBlank(next, feed)) {
          throw new LineException(this, next, "the line is empty (expected a JSON object)", null);
        }
        of.take(lines, next, feed - next);
      }
      return feed;
    } catch (SortKeyException e) {
      throw new LineException(this, next, e.reason(), e);
    }
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = lines[i];
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /** The round's records in order, from a place on. */
  private final class InMemory implements RecordCursor {
    private int place;
    private int line;

    InMemory(@Nullable RunBlock from) {
      this.place = from == null ? count - 1 : (int) from.firstRecord() - 1;
    }

    @Override
    public boolean advance() {
      if (place + 1 == count) {
        return false;
      }
      line = sort.at(++place);
      return true;
    }

    @Override
    public byte[] array() {
      return lines;
    }

    @Override
    public byte[] keys() {
      return keys.array();
    }

    @Override
    public int keyOffset() {
      return keyStarts[line];
    }

    @Override
    public int keyLength() {
      return keyStarts[line + 1] - keyStarts[line];
    }

    @Override
    public int lineOffset() {
      return starts[line];
    }

    @Override
    public int lineLength() {
      return starts[line + 1] - starts[line] - 1;
    }

    @Override
    public long record() {
      return place;
    }

    @Override
    public void close() {}
  }
}
