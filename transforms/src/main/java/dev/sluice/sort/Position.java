package dev.sluice.sort;

import java.util.Arrays;
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

  /**
   * Compares this with where a cursor is.
   *
   * @param ordinal the run's that it reads
   * @param keyBytes this position's {@link #keyBytes()}
   */
  int compareTo(RecordCursor cursor, int ordinal, byte[] keyBytes) {
    int start = cursor.keyOffset();
    int keys =
        Arrays.compareUnsigned(
            keyBytes, 0, keyBytes.length, cursor.keys(), start, start + cursor.keyLength());
    int runs = keys != 0 ? keys : Integer.compare(run, ordinal);
    return runs != 0 ? runs : Long.compare(record, cursor.record());
  }

  byte[] keyBytes() {
    return HexFormat.of().parseHex(key);
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
