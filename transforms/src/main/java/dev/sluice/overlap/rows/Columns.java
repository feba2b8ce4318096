package dev.sluice.overlap.rows;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that matter, by name.
 *
 * @param start when a row's interval begins
 * @param end when it ends
 * @param id what names the row; null if nothing has to
 */
public record Columns(String start, String end, @Nullable String id) {
  /** Intervals without names. */
  public static Columns of(String start, String end) {
    return new Columns(start, end, null);
  }

  /** The names: of the start, of the end, and of the id if there is one. */
  String[] names() {
    return Stream.of(start, end, id).filter(name -> name != null).toArray(String[]::new);
  }
}
