package dev.sluice.pipeline;

import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Rows;
import dev.sluice.dump.DumpFile;
import java.util.Arrays;
import java.util.Optional;

/**
 * How many bytes of JSON, and of staged records (with their keys, zstd), a byte of a dump file
 * becomes, with all columns of the family's usual rows. Bounds around what this program made of
 * files of {@code generate --bytes=40000000 --seed=1}, and of the excerpts of real dumps of
 * 2026-01-01 that are named; JSON first, staged records second:
 *
 * <ul>
 *   <li>stub-meta-history in gz: 9.4 and 1.15; elwikivoyage 10.2 and 1.16
 *   <li>pages-logging in gz: 8.5 and 1.26
 *   <li>pages-articles in bz2: 11.2 and 2.10; elwikivoyage 6.4 and 1.63; aawiki's
 *       pages-meta-current 8.9 and 1.37
 * </ul>
 *
 * Histories with texts have none: it depends on how alike a page's revisions are (aawiki in 7z: 20;
 * larger wikis: several times that).
 */
enum Expansion {
  STUBS("stub-.*", "gz", 8, 11, 1.0, 1.3),
  LOG("pages-logging", "gz", 7, 10, 1.1, 1.4),
  CURRENT_TEXTS("pages-articles|pages-meta-current|content-current", "bz2", 5, 12, 1.3, 2.2);

  private final String families;
  private final String suffix;
  private final double leastJson;
  private final double mostJson;
  private final double leastStaged;
  private final double mostStaged;

  Expansion(
      String families,
      String suffix,
      double leastJson,
      double mostJson,
      double leastStaged,
      double mostStaged) {
    this.families = families;
    this.suffix = suffix;
    this.leastJson = leastJson;
    this.mostJson = mostJson;
    this.leastStaged = leastStaged;
    this.mostStaged = mostStaged;
  }

  /** That of a dump's files, if it was measured for files and records of this kind. */
  static Optional<Expansion> of(DumpFile file, RecordSettings records) {
    String family = file.dump().family();
    return Arrays.stream(values())
        .filter(known -> family.matches(known.families))
        .filter(known -> file.name().endsWith("." + known.suffix))
        .filter(known -> records.equals(RecordSettings.of(Rows.ofFamily(family))))
        .findFirst();
  }

  ByteRange json(long bytes) {
    return new ByteRange((long) (leastJson * bytes), (long) (mostJson * bytes));
  }

  ByteRange staged(long bytes) {
    return new ByteRange((long) (leastStaged * bytes), (long) (mostStaged * bytes));
  }

  /** What a byte becomes, for people. */
  @Override
  public String toString() {
    return "%.0f to %.0f bytes of JSON".formatted(leastJson, mostJson);
  }
}
