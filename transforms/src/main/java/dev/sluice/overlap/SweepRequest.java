package dev.sluice.overlap;

import dev.sluice.overlap.rows.TimeForm;
import dev.sluice.storage.StoredFile;
import java.net.URI;
import java.util.List;

/**
 * A range of time to be swept.
 *
 * @param spill the starts and ends in it
 * @param index the range's number, from 0, of those in which there are any
 * @param ranges how many there are
 * @param from the range's begin
 * @param to its end, not in it
 * @param carriedIn how many are active before its first start or end
 * @param form how times are written
 * @param folder where the changes go
 */
public record SweepRequest(
    StoredFile spill,
    int index,
    int ranges,
    long from,
    long to,
    long carriedIn,
    TimeForm form,
    URI folder) {
  public SweepRequest {
    if (index < 0 || index >= ranges || from >= to || carriedIn < 0) {
      throw new IllegalArgumentException(
          "range %d of %d: [%d, %d) with %d (expected one that is not empty, with 0 or more)"
              .formatted(index, ranges, from, to, carriedIn));
    }
  }

  /** What the changes and their place depend on. */
  List<Object> identity() {
    return List.of(
        spill.sha256(), index, ranges, from, to, carriedIn, form.name(), folder.toString());
  }

  /** The name of the file of changes. */
  String name() {
    return "changes-%05d-of-%05d.ndjson".formatted(index, ranges);
  }
}
