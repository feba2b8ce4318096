package dev.sluice.sort;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What records are sorted by: fields, the first one deciding first. Within a field: null, false,
 * true, numbers by value (integers of any size and decimals exactly), strings by code point.
 * Records equal in all fields keep the order in which they came.
 *
 * @param fields the fields; none leaves the input's order
 */
public record SortOrder(List<SortField> fields) implements Serializable {
  /** No order but the input's. */
  public static final SortOrder NONE = new SortOrder(List.of());

  private static final String NO_FIELDS = "none";

  public SortOrder {
    fields = List.copyOf(fields);
    Set<String> paths = new HashSet<>();
    for (SortField field : fields) {
      if (!paths.add(field.path())) {
        throw new IllegalArgumentException(
            "Cannot sort by \"%s\": the field is named twice (expected each field once)"
                .formatted(field.path()));
      }
    }
  }

  /** The ascending order of these fields. */
  public static SortOrder by(String... paths) {
    return new SortOrder(Arrays.stream(paths).map(path -> new SortField(path, false)).toList());
  }

  /**
   * The order that {@code FIELD[:desc][,FIELD…]} or {@code none} stands for.
   *
   * @throws IllegalArgumentException with one sentence, if the text stands for none
   */
  public static SortOrder parse(String text) {
    if (text.equals(NO_FIELDS)) {
      return NONE;
    }
    return new SortOrder(Arrays.stream(text.split(",", -1)).map(SortField::parse).toList());
  }

  /** The text that {@link #parse} takes. */
  @Override
  public String toString() {
    return fields.isEmpty()
        ? NO_FIELDS
        : fields.stream().map(SortField::toString).collect(Collectors.joining(","));
  }
}
