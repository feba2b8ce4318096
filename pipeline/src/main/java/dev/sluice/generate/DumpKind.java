package dev.sluice.generate;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The families of dumps that can be generated. */
public enum DumpKind {
  /** Every revision of every page, without texts. */
  STUB_META_HISTORY("stub-meta-history"),
  /** The newest revision of every page, with its text. */
  PAGES_ARTICLES("pages-articles"),
  /** Log items. */
  PAGES_LOGGING("pages-logging");

  private final String family;

  DumpKind(String family) {
    this.family = family;
  }

  /** What dump files of this kind are called: {@code stub-meta-history}. */
  public String family() {
    return family;
  }

  /**
   * The kind of a family.
   *
   * @throws IllegalArgumentException with a sentence for the user if there is none
   */
  public static DumpKind ofFamily(String family) {
    for (DumpKind kind : values()) {
      if (kind.family.equals(family)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "Cannot generate %s: no such kind (expected %s)"
            .formatted(
                family,
                Arrays.stream(values()).map(DumpKind::family).collect(Collectors.joining(", "))));
  }
}
