package dev.sluice.sort;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of the total order.
 *
 * @param from its first position; null: from the beginning
 * @param to the first position after it; null: to the end
 */
public record KeyRange(@Nullable Position from, @Nullable Position to) {
  /** Everything. */
  static final KeyRange ALL = new KeyRange(null, null);

  public KeyRange {
    if (from != null && to != null && from.compareTo(to) >= 0) {
      throw new IllegalArgumentException(
          "range: from %s to %s (expected one before the other)".formatted(from, to));
    }
  }
}
