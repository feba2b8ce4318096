package dev.sluice.overlap.rows;

/** How a table writes its times. All times of one count are of one form. */
public enum TimeForm {
  /** Whole numbers, in whatever unit: from -2^62 to 2^62. */
  INTEGER("a whole number"),

  /**
   * ISO 8601 (extended format): a date, or a date and a time with or without a zone. Held as
   * microseconds since 1970 in UTC; a date alone is its midnight in UTC, a time without a zone is
   * one in UTC. Years from 0000 to 9999.
   */
  ISO("an ISO 8601 date or time such as 2026-01-01T00:00:00Z");

  private final String description;

  TimeForm(String description) {
    this.description = description;
  }

  @Override
  public String toString() {
    return description;
  }
}
