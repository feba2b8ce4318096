package dev.sluice.convert.scan;

import dev.sluice.convert.reference.MadeRevision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where in a page's record its revisions are, one after another with a comma between, and whether
 * they are in order: imported history makes them come out of time order.
 */
final class PageRevisions {
  final JsonBytes keys = new JsonBytes();
  private int[] keyEnds = new int[64];
  private int[] ends = new int[64];
  private int count;
  private int from;
  private boolean inOrder = true;

  /**
   * Forgets all.
   *
   * @param start where the first revision will begin
   */
  void clear(int start) {
    keys.clear();
    count = 0;
    from = start;
    inOrder = true;
  }

  int count() {
    return count;
  }

  /** Where the first one begins. */
  int from() {
    return from;
  }

  /** Writes the next revision's key here before {@link #add}. */
  JsonBytes startKey() {
    keys.length = keyEnd(count - 1);
    return keys;
  }

  /** Adds a revision that ends at some index of the record's bytes. */
  void add(int end) {
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, 2 * count);
      keyEnds = Arrays.copyOf(keyEnds, 2 * count);
    }
    ends[count] = end;
    keyEnds[count] = keys.length;
    count++;
    inOrder &= count == 1 || compare(count - 2, count - 1) <= 0;
  }

  /**
   * Adds those of another part of the record.
   *
   * @param shift from that part's indexes to these
   */
  void addAll(PageRevisions more, int shift) throws Stop {
    for (int i = 0; i < more.count; i++) {
      startKey().put(more.keys.bytes, more.keyEnd(i - 1), more.keyEnd(i) - more.keyEnd(i - 1));
      add(more.ends[i] + shift);
    }
  }

  /** Puts the revisions in order. */
  void putInOrder(byte[] record) {
    if (inOrder) {
      return;
    }
    byte[] ordered = new byte[ends[count - 1] - from];
    int at = 0;
    for (int i : (Iterable<Integer>) order()::iterator) {
      if (at > 0) {
        ordered[at++] = ',';
      }
      int length = ends[i] - start(i);
      System.arraycopy(record, start(i), ordered, at, length);
      at += length;
    }
    System.arraycopy(ordered, 0, record, from, ordered.length);
  }

  private IntStream order() {
    return IntStream.range(0, count)
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> i, this::compare))
        .mapToInt(Integer::intValue);
  }

  /** A copy of the revisions as they came, each with its key. */
  List<MadeRevision> copy(byte[] record) {
    List<MadeRevision> copies = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      copies.add(
          new MadeRevision(
              Arrays.copyOfRange(keys.bytes, keyEnd(i - 1), keyEnd(i)),
              Arrays.copyOfRange(record, start(i), ends[i])));
    }
    return copies;
  }

  private int compare(int left, int right) {
    return Arrays.compareUnsigned(
        keys.bytes, keyEnd(left - 1), keyEnd(left), keys.bytes, keyEnd(right - 1), keyEnd(right));
  }

  private int keyEnd(int i) {
    return i < 0 ? 0 : keyEnds[i];
  }

  private int start(int i) {
    return i == 0 ? from : ends[i - 1] + 1;
  }
}
