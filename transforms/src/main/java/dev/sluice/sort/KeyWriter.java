package dev.sluice.sort;

import java.util.List;

/**
 * Puts a record's sort key together from its fields' values, where {@link SortKeys} would take it
 * from the record. Memory: the longest key. Not for use by several threads at a time.
 */
public final class KeyWriter {
  private final List<SortField> order;
  private final KeyBytes key = new KeyBytes();
  private int fields;

  public KeyWriter(SortOrder order) {
    this.order = order.fields();
  }

  /** Holds the key; used again. */
  public byte[] bytes() {
    return key.array();
  }

  /** How long the key is so far. */
  public int length() {
    return key.length();
  }

  /**
   * Goes back to a shorter key.
   *
   * @param count of how many fields
   * @param length what {@link #length} was after these
   */
  public void truncate(int count, int length) {
    fields = count;
    key.truncate(length);
  }

  /**
   * Adds the next field of the order.
   *
   * @param json where its value is: null, true, false, an integer, or a string that has no NUL and
   *     in which nothing is escaped by number
   */
  public void add(byte[] json, int offset, int length) throws SortKeyException {
    int start = key.length();
    switch (json[offset]) {
      case 'n' -> FieldKeys.addNull(key);
      case 't', 'f' -> FieldKeys.addBoolean(json[offset] == 't', key);
      case '"' -> FieldKeys.addString(json, offset + 1, length - 2, key);
      default -> NumberKeys.add(json, offset, length, key);
    }
    if (order.get(fields).descending()) {
      key.invertFrom(start);
    }
    fields++;
  }
}
