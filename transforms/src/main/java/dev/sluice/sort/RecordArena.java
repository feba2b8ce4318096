package dev.sluice.sort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records with their keys in pages of memory, to be sorted there. The memory taken never passes a
 * bound, index and sort included, but for a single record that does so alone.
 *
 * <p>A record lies in one page: key length and line length (4 bytes each), key, line. Pages are
 * small enough not to be humongous objects for the G1 collector; a record that does not fit one has
 * its own.
 */
final class RecordArena {
  private static final int PAGE_BYTES = 256 * 1024 - 64;
  private static final int HEADER_BYTES = 2 * Integer.BYTES;

  /** A reference, its copy while the array grows, and what {@link PrefixSort} takes for it. */
  private static final int REFERENCE_BYTES = 2 * Long.BYTES + 2 * (Long.BYTES + Integer.BYTES);

  private static final int FEWEST_REFERENCES = 256;

  private final long memoryBytes;
  private final int pageBytes;
  private final List<byte[]> pages = new ArrayList<>();
  private final List<byte[]> spare = new ArrayList<>();
  private final KeyPrefixes prefixes = new KeyPrefixes();
  private final PrefixSort sort = new PrefixSort();
  private long[] references = new long[FEWEST_REFERENCES];
  private int count;
  private int used;
  private long pagesBytes;

  RecordArena(long memoryBytes) {
    this.memoryBytes = memoryBytes;
    this.pageBytes = (int) Math.max(1024, Math.min(PAGE_BYTES, memoryBytes / 8));
  }

  int count() {
    return count;
  }

  /** Adds a record; false, and nothing is added, if there is no room beside the others. */
  boolean add(byte[] key, int keyOffset, int keyLength, byte[] line, int offset, int length) {
    long needed = (long) HEADER_BYTES + keyLength + length;
    boolean fits = !pages.isEmpty() && used + needed <= last().length;
    int capacity = count < references.length ? count : 2 * count;
    long newPage = fits ? 0 : Math.max(needed, pageBytes);
    long total =
        pagesBytes + newPage + (long) REFERENCE_BYTES * Math.max(capacity, references.length);
    if (count > 0 && (total > memoryBytes || capacity < 0)) {
      return false;
    }
    if (!fits) {
      startPage((int) newPage);
    }
    if (count == references.length) {
      references = Arrays.copyOf(references, capacity);
    }
    prefixes.show(key, keyOffset, keyOffset + keyLength);
    references[count++] = (long) (pages.size() - 1) << Integer.SIZE | used;
    byte[] page = last();
    putInt(page, used, keyLength);
    putInt(page, used + Integer.BYTES, length);
    System.arraycopy(key, keyOffset, page, used + HEADER_BYTES, keyLength);
    System.arraycopy(line, offset, page, used + HEADER_BYTES + keyLength, length);
    used += (int) needed;
    return true;
  }

  /** Sorts by key, stable, and hands every record on. */
  void drainTo(RecordSink sink) throws IOException, InterruptedException {
    prefixes.end();
    for (int i = 0; i < count; i++) {
      byte[] page = pages.get((int) (references[i] >>> Integer.SIZE));
      int key = (int) references[i] + HEADER_BYTES;
      sort.set(i, prefixes.of(page, key, key + readInt(page, (int) references[i])));
    }
    sort.sort(count, prefixes.tellApart() ? (a, b) -> 0 : this::compare);
    for (int i = 0; i < count; i++) {
      long reference = references[sort.at(i)];
      byte[] page = pages.get((int) (reference >>> Integer.SIZE));
      int start = (int) reference;
      int keyLength = readInt(page, start);
      int key = start + HEADER_BYTES;
      sink.add(page, key, keyLength, page, key + keyLength, readInt(page, start + Integer.BYTES));
      if ((i & 0xfff) == 0xfff) {
        Interrupts.check();
      }
    }
  }

  /** Drops all records; pages are kept for the next ones. */
  void clear() {
    for (byte[] page : pages) {
      if (page.length == pageBytes) {
        spare.add(page);
      }
    }
    pages.clear();
    prefixes.clear();
    count = 0;
    used = 0;
    pagesBytes = 0;
  }

  /** Drops all records and gives all memory back. */
  void release() {
    clear();
    spare.clear();
    references = new long[FEWEST_REFERENCES];
    sort.release();
  }

  private void startPage(int length) {
    boolean usual = length == pageBytes;
    if (!usual) {
      spare.clear(); // Their memory goes to the long record.
    }
    pages.add(usual && !spare.isEmpty() ? spare.remove(spare.size() - 1) : new byte[length]);
    pagesBytes += length;
    used = 0;
  }

  private byte[] last() {
    return pages.get(pages.size() - 1);
  }

  private int compare(int first, int second) {
    long a = references[first];
    long b = references[second];
    byte[] left = pages.get((int) (a >>> Integer.SIZE));
    byte[] right = pages.get((int) (b >>> Integer.SIZE));
    int leftKey = (int) a + HEADER_BYTES;
    int rightKey = (int) b + HEADER_BYTES;
    return Arrays.compareUnsigned(
        left,
        leftKey,
        leftKey + readInt(left, (int) a),
        right,
        rightKey,
        rightKey + readInt(right, (int) b));
  }

  private static void putInt(byte[] page, int at, int value) {
    page[at] = (byte) (value >>> 24);
    page[at + 1] = (byte) (value >>> 16);
    page[at + 2] = (byte) (value >>> 8);
    page[at + 3] = (byte) value;
  }

  private static int readInt(byte[] page, int at) {
    return page[at] << 24
        | (page[at + 1] & 0xff) << 16
        | (page[at + 2] & 0xff) << 8
        | (page[at + 3] & 0xff);
  }
}
