package dev.sluice.overlap;

import dev.sluice.overlap.rows.Ids;
import dev.sluice.overlap.rows.Rows;
import java.util.Arrays;

/**
 * Rows of a probe table, and what is found out about each. Memory: about 70 bytes a row, and its
 * id.
 */
final class Probes {
  private static final int BYTES_OF_ROW = 70;
  private static final int FIRST_ROWS = 1 << 16;

  private final Ids ids = new Ids();
  private long[] starts = new long[FIRST_ROWS];
  private long[] ends = new long[FIRST_ROWS];
  private int[] least = new int[0];
  private int[] greatest = new int[0];
  private long[] areaHigh = new long[0];
  private long[] areaLow = new long[0];
  private int count;

  /** Without rows. */
  void clear() {
    count = 0;
    ids.clear();
  }

  /** Adds rows, from one on and before another. */
  void add(Rows rows, int from, int to) {
    int more = to - from;
    if (starts.length - count < more) {
      int length = Math.max(starts.length + starts.length / 2, count + more);
      starts = Arrays.copyOf(starts, length);
      ends = Arrays.copyOf(ends, length);
    }
    System.arraycopy(rows.starts(), from, starts, count, more);
    System.arraycopy(rows.ends(), from, ends, count, more);
    ids.add(rows.ids(), from, to);
    count += more;
  }

  /** About how much memory the rows take. */
  long bytes() {
    return (long) BYTES_OF_ROW * count + (count == 0 ? 0 : ids.end(count - 1));
  }

  int count() {
    return count;
  }

  Ids ids() {
    return ids;
  }

  long start(int row) {
    return starts[row];
  }

  long end(int row) {
    return ends[row];
  }

  boolean isOpen(int row) {
    return ends[row] == Rows.OPEN;
  }

  /** Makes room for what is found out. */
  void begin() {
    if (least.length < count) {
      least = new int[starts.length];
      greatest = new int[starts.length];
      areaHigh = new long[starts.length];
      areaLow = new long[starts.length];
    }
  }

  /** Sets the least and the greatest of a row. */
  void set(int row, Extremes found) {
    least[row] = found.least();
    greatest[row] = found.greatest();
  }

  /** Sets how many were active for how long in all, during a row. */
  void set(int row, Area area) {
    areaHigh[row] = area.high();
    areaLow[row] = area.low();
  }

  long areaHigh(int row) {
    return areaHigh[row];
  }

  long areaLow(int row) {
    return areaLow[row];
  }

  int least(int row) {
    return least[row];
  }

  int greatest(int row) {
    return greatest[row];
  }

  /** The mean during a row that is not open; during a moment, what is active then. */
  double mean(int row) {
    return starts[row] == ends[row]
        ? least[row]
        : Area.mean(areaHigh[row], areaLow[row], ends[row] - starts[row]);
  }
}
