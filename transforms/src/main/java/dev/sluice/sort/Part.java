package dev.sluice.sort;

import dev.sluice.storage.StoredFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part: NDJSON in order, each record ended by a line feed.
 *
 * @param file the part's file
 * @param index the part's number, from 0
 * @param records how many records it holds
 * @param bytes their bytes before compression, line feeds included
 * @param firstKey the first record's values of the sort fields, as {@link SortKeys#values} has
 *     them; null if there is no record
 * @param lastKey the last record's
 */
public record Part(
    StoredFile file,
    int index,
    long records,
    long bytes,
    @Nullable List<@Nullable Object> firstKey,
    @Nullable List<@Nullable Object> lastKey) {
  public Part {
    firstKey = copy(firstKey);
    lastKey = copy(lastKey);
    if (index < 0 || records < 0 || bytes < records) {
      throw new IllegalArgumentException(
          "part: index %d, %d records, %d bytes (expected 0 or more, one byte a record or more)"
              .formatted(index, records, bytes));
    }
    if ((records == 0) != (firstKey == null) || (records == 0) != (lastKey == null)) {
      throw new IllegalArgumentException(
          "part: %d records, keys %s and %s (expected keys if there are records)"
              .formatted(records, firstKey, lastKey));
    }
  }

  private static @Nullable List<@Nullable Object> copy(@Nullable List<@Nullable Object> key) {
    return key == null ? null : Collections.unmodifiableList(new ArrayList<>(key));
  }
}
