package dev.sluice.overlap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.beam.sdk.util.VarInt;

/**
 * The starts and the ends of a range of time, each in order, counted from its begin. Written as two
 * lists: how many there are, and by how much each is after the one before, as Beam's {@link
 * VarInt}.
 */
final class Moments {
  private static final int MOST_AT_FIRST = 1 << 20;

  private final long[] starts;
  private final long[] ends;

  private Moments(long[] starts, long[] ends) {
    this.starts = starts;
    this.ends = ends;
  }

  /** A start, as one number: twice how far it is in its range. */
  static long start(long inRange) {
    return 2 * inRange;
  }

  /** An end: one more than a start there would be. */
  static long end(long inRange) {
    return 2 * inRange + 1;
  }

  /** Starts and ends, in any order. */
  static Moments of(Iterable<Long> startsAndEnds) {
    Growing starts = new Growing(64);
    Growing ends = new Growing(64);
    for (long moment : startsAndEnds) {
      ((moment & 1) == 0 ? starts : ends).add(moment >> 1);
    }
    return new Moments(starts.sorted(), ends.sorted());
  }

  /**
   * Reads what was written.
   *
   * @throws java.io.EOFException if it ends early
   */
  static Moments read(InputStream in) throws IOException {
    return new Moments(readList(in), readList(in));
  }

  private static long[] readList(InputStream in) throws IOException {
    int count = VarInt.decodeInt(in);
    // What is damaged may tell of more than there are.
    Growing list = new Growing(Math.max(1, Math.min(count, MOST_AT_FIRST)));
    long moment = 0;
    for (int i = 0; i < count; i++) {
      moment += VarInt.decodeLong(in);
      list.add(moment);
    }
    return list.sorted();
  }

  void writeTo(OutputStream out) throws IOException {
    write(starts, out);
    write(ends, out);
  }

  private static void write(long[] list, OutputStream out) throws IOException {
    VarInt.encode(list.length, out);
    long before = 0;
    for (long moment : list) {
      VarInt.encode(moment - before, out);
      before = moment;
    }
  }

  /** Sweeps them. */
  Stretch sweep(TimeRange range, long carriedIn) throws IOException {
    Stretch stretch = new Stretch();
    stretch.count(range, carriedIn, starts, ends);
    return stretch;
  }

  private static final class Growing {
    private long[] list;
    private int count;

    Growing(int room) {
      list = new long[room];
    }

    void add(long moment) {
      if (count == list.length) {
        list = Arrays.copyOf(list, 2 * count);
      }
      list[count++] = moment;
    }

    long[] sorted() {
      long[] all = Arrays.copyOf(list, count);
      Arrays.sort(all);
      return all;
    }
  }
}
