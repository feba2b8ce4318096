package dev.sluice.convert;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many texts have the SHA-1 that the dump gives. Texts that the dump does not carry (deleted,
 * missing or stub) do not count.
 *
 * @param checked texts that were compared
 * @param mismatches those of them that have another SHA-1
 * @param withoutSha1 texts whose SHA-1 the dump does not give, or only with those of other slots
 * @param firstMismatches the first {@value #LISTED} mismatches, in the dump's order
 */
public record VerifiedTexts(
    long checked, long mismatches, long withoutSha1, List<Mismatch> firstMismatches) {
  /** How many mismatches are listed at most. */
  public static final int LISTED = 20;

  /** No texts yet. */
  public static final VerifiedTexts NONE = new VerifiedTexts(0, 0, 0, List.of());

  public VerifiedTexts {
    firstMismatches = firstMismatches.stream().limit(LISTED).toList();
  }

  /** These and those that come after them. */
  public VerifiedTexts plus(VerifiedTexts later) {
    return new VerifiedTexts(
        checked + later.checked,
        mismatches + later.mismatches,
        withoutSha1 + later.withoutSha1,
        Stream.concat(firstMismatches.stream(), later.firstMismatches.stream()).toList());
  }

  /**
   * A text that has another SHA-1. Both are in base 36, as MediaWiki writes them.
   *
   * @param pageId its page; null if the dump does not tell, or the records lack the column
   * @param revisionId its revision, likewise
   * @param role its slot
   * @param expected what the dump gives
   * @param found what the text has
   */
  public record Mismatch(
      @Nullable Long pageId,
      @Nullable Long revisionId,
      String role,
      String expected,
      String found) {}
}
