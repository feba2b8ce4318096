package dev.sluice.overlap;

import dev.sluice.overlap.rows.Rows;

/**
 * A half-open interval {@code [start, end)}.
 *
 * @param start when it begins, in whatever unit: from -2^62 to 2^62
 * @param end when it ends, from its start on; {@link #NEVER} if it does not
 */
public record Interval(long start, long end) {
  /** The end of an interval that has none. */
  public static final long NEVER = Rows.OPEN;

  private static final long MOST = 1L << 62;

  public Interval {
    if (start < -MOST || start > MOST || end < start || (end > MOST && end != NEVER)) {
      throw new IllegalArgumentException(
          "interval: [%d, %d) (expected an end not before its start, from -2^62 to 2^62)"
              .formatted(start, end));
    }
  }

  /** An interval without an end. */
  public static Interval from(long start) {
    return new Interval(start, NEVER);
  }
}
