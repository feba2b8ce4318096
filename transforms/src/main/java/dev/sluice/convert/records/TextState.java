package dev.sluice.convert.records;

/** What became of a revision's text; five states that consumers must be able to keep apart. */
public enum TextState {
  /** It has a body. */
  PRESENT("present"),
  /** It is known to be empty. */
  EMPTY("empty"),
  /** It is marked as suppressed. */
  DELETED("deleted"),
  /** There should be a body, and the dump, which carries texts, has none. */
  MISSING("missing"),
  /** The dump carries no texts, only where to find them. */
  STUB("stub");

  private final String label;

  TextState(String label) {
    this.label = label;
  }

  /** How records write it. */
  public String label() {
    return label;
  }
}
