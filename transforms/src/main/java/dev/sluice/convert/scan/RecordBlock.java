package dev.sluice.convert.scan;

import dev.sluice.convert.records.Tally;
import dev.sluice.convert.records.TextState;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of a stretch of a document, one a line, with their sort keys, and what was counted
 * meanwhile. Parts of pages' records, which the stretch does not have as a whole, stand before and
 * after them. Used again.
 */
public final class RecordBlock {
  /** What is full ends here: more records are made of the same bytes later. */
  static final int FULL_BYTES = 8 << 20;

  private static final int LARGE_BYTES = 4 << 20;

  final JsonBytes lines = new JsonBytes();
  final JsonBytes keys = new JsonBytes();
  final PageParts parts = new PageParts();
  private int[] lineEnds = new int[1024];
  private int[] keyEnds = new int[1024];
  private int[] pageEnds = new int[1024];
  private int count;
  private int pagesEnded;
  private final Map<TextState, long[]> texts = new EnumMap<>(TextState.class);
  private final Map<String, Long> unknown = new LinkedHashMap<>();
  private long pages;
  private long skipped;
  private @Nullable String version;
  private boolean started;

  /** Takes a block's records as they were made. The arrays are used again afterwards. */
  public interface Consumer {
    /**
     * Takes a record.
     *
     * @param key holds its sort key
     * @param json holds the record, UTF-8, without a line feed
     */
    void record(byte[] key, int keyOffset, int keyLength, byte[] json, int offset, int length)
        throws IOException;

    /** The same as {@link BlockSink#endOfPage}. */
    void endOfPage() throws IOException;
  }

  void clear() {
    lines.clear();
    keys.clear();
    parts.clear();
    count = 0;
    pagesEnded = 0;
    texts.values().forEach(number -> number[0] = 0);
    unknown.clear();
    pages = 0;
    skipped = 0;
    version = null;
    started = false;
  }

  /** Forgets what was written after some lengths. */
  void truncate(int lineBytes, int keyBytes) {
    lines.length = lineBytes;
    keys.length = keyBytes;
    parts.truncate(lineBytes);
  }

  /**
   * Adds a part of a page's record to the last one.
   *
   * @param revisions that part's
   */
  void append(RecordBlock block, int from, int to, PageRevisions revisions) throws Stop {
    int shift = lines.length - from;
    lines.put(block.lines.bytes, from, to - from);
    parts.last.addAll(revisions, shift);
  }

  /**
   * The record to which parts were added is whole.
   *
   * @param block has its key, so many bytes long, at the beginning
   */
  void endAppended(RecordBlock block, int keyBytes) throws Stop {
    parts.last.putInOrder(lines.bytes);
    parts.endLast();
    keys.put(block.keys.bytes, 0, keyBytes);
    endRecord();
    endPage();
  }

  boolean isFull() {
    return lines.length + keys.length > FULL_BYTES;
  }

  boolean isLarge() {
    return lines.length + keys.length > LARGE_BYTES;
  }

  /** The bytes written since the last record are one. */
  void endRecord() {
    if (count == lineEnds.length) {
      lineEnds = Arrays.copyOf(lineEnds, 2 * count);
      keyEnds = Arrays.copyOf(keyEnds, 2 * count);
    }
    lineEnds[count] = lines.length;
    keyEnds[count] = keys.length;
    count++;
  }

  /** Counts the texts of a revision. */
  void texts(List<ScannedSlot> slots) {
    for (int i = 0; i < slots.size(); i++) {
      texts.computeIfAbsent(slots.get(i).state(), state -> new long[1])[0]++;
    }
  }

  void endPage() {
    if (pagesEnded == pageEnds.length) {
      pageEnds = Arrays.copyOf(pageEnds, 2 * pagesEnded);
    }
    pageEnds[pagesEnded++] = count;
  }

  void page() {
    pages++;
  }

  void skipped() {
    skipped++;
  }

  void document(@Nullable String schemaVersion) {
    started = true;
    version = schemaVersion;
  }

  void unknown(List<String> paths) {
    for (int i = 0; i < paths.size(); i++) {
      unknown.merge(paths.get(i), 1L, Long::sum);
    }
  }

  /** Adds what was counted. */
  void addTo(Tally tally) {
    if (started) {
      tally.document(version);
    }
    tally.add(pages, skipped, count);
    texts.forEach((state, number) -> tally.texts(state, number[0]));
    unknown.forEach(tally.unknown()::add);
  }

  /** Writes all whole records, each with a line feed. */
  public void writeLines(OutputStream out) throws IOException {
    int from = parts.firstBytes(lines.length);
    out.write(lines.bytes, from, parts.wholeEnd(lines.length) - from);
  }

  /** Hands the whole records on, without line feeds. */
  public void forEach(Consumer consumer) throws IOException {
    int line = parts.firstBytes(lines.length);
    int key = parts.firstKeyBytes();
    int page = 0;
    for (int i = 0; i < count; i++) {
      for (; page < pagesEnded && pageEnds[page] == i; page++) {
        consumer.endOfPage();
      }
      consumer.record(keys.bytes, key, keyEnds[i] - key, lines.bytes, line, lineEnds[i] - 1 - line);
      line = lineEnds[i];
      key = keyEnds[i];
    }
    for (; page < pagesEnded; page++) {
      consumer.endOfPage();
    }
  }
}
