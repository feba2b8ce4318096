package dev.sluice.sort;

/**
 * How lines are sorted.
 *
 * @param order what by
 * @param missing what becomes of a line that lacks a field of it
 * @param unique whether of lines that are equal in all fields of the order only the first one stays
 */
public record SortRules(SortOrder order, MissingFields missing, boolean unique) {
  /** All lines, which have to have every field. */
  public static SortRules by(SortOrder order) {
    return new SortRules(order, MissingFields.FAIL, false);
  }
}
