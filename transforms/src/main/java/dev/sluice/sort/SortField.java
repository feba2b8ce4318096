package dev.sluice.sort;

import java.io.Serializable;

/**
 * One field of a sort order.
 *
 * @param path the field's name; of a nested field the names on the way to it, joined by dots
 * @param descending whether the order of this field, null included, is turned round
 */
public record SortField(String path, boolean descending) implements Serializable {
  private static final String DESC = ":desc";

  public SortField {
    if (path.isBlank() || path.startsWith(".") || path.endsWith(".") || path.contains("..")) {
      throw new IllegalArgumentException(
          "Cannot sort by \"%s\": a field name is empty (expected FIELD or FIELD.FIELD)"
              .formatted(path));
    }
  }

  static SortField parse(String text) {
    boolean descending = text.endsWith(DESC);
    String path = descending ? text.substring(0, text.length() - DESC.length()) : text;
    int colon = path.indexOf(':');
    if (colon >= 0) {
      throw new IllegalArgumentException(
          "Cannot sort by \"%s\": the direction is not known (%s; expected :desc or none)"
              .formatted(text, path.substring(colon)));
    }
    return new SortField(path, descending);
  }

  @Override
  public String toString() {
    return descending ? path + DESC : path;
  }
}
