package dev.sluice.sort;

import dev.sluice.storage.StoredFile;

/**
 * A staged run: records with their sort keys, in the format of {@link RunWriter}.
 *
 * @param file the run's file
 * @param ordinal its input's place in the input order: of equal keys, those of the run with the
 *     lower ordinal come first; no two runs of one sort have the same
 * @param name what it was made of, for people
 * @param records how many records it holds
 * @param bytes their bytes as NDJSON, line feeds included
 * @param sorted whether the keys are in order
 */
public record Run(
    StoredFile file, int ordinal, String name, long records, long bytes, boolean sorted) {
  public Run {
    if (ordinal < 0) {
      throw new IllegalArgumentException("ordinal: " + ordinal + " (expected 0 or more)");
    }
    if (records < 0) {
      throw new IllegalArgumentException("records: " + records + " (expected 0 or more)");
    }
    if (bytes < records) {
      throw new IllegalArgumentException(
          "bytes: %d (expected one a record or more: %d)".formatted(bytes, records));
    }
  }
}
