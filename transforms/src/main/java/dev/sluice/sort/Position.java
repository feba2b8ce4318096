package dev.sluice.sort;

import java.util.Comparator;
import java.util.HexFormat;

/**
 * A place in the total order of a sort's records: by key, of equal keys by run, within a run by
 * number. That makes the sort stable, and lets ranges cut records of one key apart.
 *
 * @param key the sort key in lower-case hexadecimal, which compares as its bytes do
 * @param run the run's ordinal
 * @param record the record's number in its run, from 0
 */
public record Position(String key, int run, long record) implements Comparable<Position> {
  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::key)
          .thenComparingInt(Position::run)
          .thenComparingLong(Position::record);

  public Position {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        throw new IllegalArgumentException("key: " + key + " (expected hexadecimal digits)");
      }
    }
    if (key.length() % 2 != 0 || run < 0 || record < 0) {
      throw new IllegalArgumentException(
          "position: %s, %d, %d (expected whole bytes, 0 or more)".formatted(key, run, record));
    }
  }

  static Position of(byte[] key, int run, long record) {
    return new Position(HexFormat.of().formatHex(key), run, record);
  }

  byte[] keyBytes() {
    return HexFormat.of().parseHex(key);
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
