package dev.sluice.overlap;

import java.io.IOException;
import java.util.Arrays;

/**
 * Times in their order, kept as differences: each by as many bytes of seven bits as it needs, in
 * stretches of {@link #STRETCH} whose first times are known.
 *
 * <p>Memory: mostly one to three bytes a time. Used by several threads at a time.
 */
final class TimeRun {
  static final int STRETCH = 256;
  static final int MOST_BYTES_OF_TIME = 10;

  private final int count;
  private final long unit;
  private final long last;
  private final long[] firsts;
  private final int[] offsets;
  private final Coded coded;

  private TimeRun(int count, long unit, long last, long[] firsts, int[] offsets, Coded coded) {
    this.count = count;
    this.unit = unit;
    this.last = last;
    this.firsts = firsts;
    this.offsets = offsets;
    this.coded = coded;
  }

  /** Where the differences are. */
  @FunctionalInterface
  interface Coded {
    /**
     * Reads some of them, into the array or one of its own.
     *
     * @return the array, in which they begin at {@link Decoder#at}
     */
    byte[] read(int from, int to, Decoder decoder) throws IOException;
  }

  /** Takes times, as how many units they are after a moment. */
  @FunctionalInterface
  interface Keys {
    void take(long[] keys, int count);
  }

  /**
   * A run of times.
   *
   * @param keys how many units each is after the base, in order
   * @param buffer room for {@link #MOST_BYTES_OF_TIME} for each
   */
  static TimeRun of(long[] keys, int count, long base, long unit, byte[] buffer) {
    int stretches = (count + STRETCH - 1) / STRETCH;
    long[] firsts = new long[stretches];
    int[] offsets = new int[stretches + 1];
    int at = 0;
    for (int i = 0; i < count; i++) {
      if (i % STRETCH == 0) {
        firsts[i / STRETCH] = base + keys[i] * unit;
        offsets[i / STRETCH] = at;
        continue;
      }
      long difference = keys[i] - keys[i - 1];
      while ((difference & ~0x7fL) != 0) {
        buffer[at++] = (byte) (difference | 0x80);
        difference >>>= 7;
      }
      buffer[at++] = (byte) difference;
    }
    offsets[stretches] = at;
    long last = count == 0 ? base : base + keys[count - 1] * unit;
    byte[] bytes = Arrays.copyOf(buffer, at);
    return new TimeRun(
        count,
        unit,
        last,
        firsts,
        offsets,
        (from, to, decoder) -> {
          decoder.at = from;
          return bytes;
        });
  }

  /** The same, with its bytes elsewhere. */
  TimeRun at(Coded place) {
    return new TimeRun(count, unit, last, firsts, offsets, place);
  }

  int count() {
    return count;
  }

  long unit() {
    return unit;
  }

  long first() {
    return firsts[0];
  }

  long last() {
    return last;
  }

  /** The first times of its stretches. */
  long[] firsts() {
    return firsts;
  }

  int codedBytes() {
    return offsets[offsets.length - 1];
  }

  /** How much memory it takes, and how much without its bytes. */
  long indexBytes() {
    return 100 + 12L * firsts.length;
  }

  byte[] coded(Decoder decoder) throws IOException {
    return coded.read(0, codedBytes(), decoder);
  }

  /**
   * Hands on the times of a range.
   *
   * @param to the range's end, not in it
   * @return how many times there are before the range
   */
  long decode(long from, long to, long unitWanted, Decoder decoder, Keys keys) throws IOException {
    if (count == 0 || to <= firsts[0]) {
      return 0;
    }
    if (last < from) {
      return count;
    }
    // The range may begin within the stretch before the first one that begins in it.
    int first = Math.max(0, lowerBound(from) - 1);
    int end = lowerBound(to);
    byte[] bytes = coded.read(offsets[first], offsets[end], decoder);
    long before = (long) first * STRETCH;
    long step = unit / unitWanted;
    long[] found = decoder.keys;
    for (int stretch = first; stretch < end; stretch++) {
      // Units after the range's begin; less than 0 before it.
      long key = (firsts[stretch] - from) / unitWanted;
      int size = Math.min(STRETCH, count - stretch * STRETCH);
      decodeStretch(bytes, decoder, key, step, size);
      int begin = 0;
      int stop = size;
      if (firsts[stretch] < from) {
        while (begin < size && found[begin] < 0) {
          begin++;
        }
        before += begin;
        System.arraycopy(found, begin, found, 0, size - begin);
        stop -= begin;
      }
      if (stretch == end - 1) {
        long limit = (to - from) / unitWanted;
        while (stop > 0 && found[stop - 1] >= limit) {
          stop--;
        }
      }
      keys.take(found, stop);
    }
    return before;
  }

  private static void decodeStretch(
      byte[] bytes, Decoder decoder, long first, long step, int size) {
    long[] found = decoder.keys;
    int at = decoder.at;
    long key = first;
    found[0] = key;
    for (int i = 1; i < size; i++) {
      long difference = bytes[at++];
      if (difference < 0) {
        difference &= 0x7f;
        int shift = 7;
        byte next;
        do {
          next = bytes[at++];
          difference |= (next & 0x7fL) << shift;
          shift += 7;
        } while (next < 0);
      }
      key += difference * step;
      found[i] = key;
    }
    decoder.at = at;
  }

  /** The number of the first stretch that begins at a time or later. */
  private int lowerBound(long time) {
    int low = 0;
    int high = firsts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (firsts[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** What decoding needs; one thread's. */
  static final class Decoder {
    private final long[] keys = new long[STRETCH];
    byte[] bytes = new byte[0];
    int at;
  }
}
