package dev.sluice.sort;

/** What becomes of a record that lacks a field to sort by. */
public enum MissingFields {
  /** It is an error. */
  FAIL,
  /** It comes before all records that have the field, null or not, ascending or descending. */
  FIRST,
  /** It comes after all of them. */
  LAST
}
