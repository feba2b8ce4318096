package dev.sluice.convert.records;

import dev.sluice.sort.SortOrder;
import java.io.Serializable;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What records are made of a dump file, and whether their texts are verified.
 *
 * @param rows what one record is made of: with the shape {@code wmf} the label of one of {@link
 *     Rows}, with {@code raw} the name of any element
 * @param shape how
 * @param columns which columns records have, in the order of {@link Rows#columns()}; none stands
 *     for all of them, as {@code revisions} does for all of a page's revisions
 * @param namespaces of which namespaces the pages, or the titles of log items, are; none stands for
 *     all of them
 * @param verifySha1 whether each text is compared with its SHA-1, in the records, which do not
 *     change
 */
public record RecordSettings(
    String rows, Shape shape, List<String> columns, SortedSet<Long> namespaces, boolean verifySha1)
    implements Serializable {
  private static final Pattern ELEMENT = Pattern.compile("[^\\s<>/&'\"=@#!?,;]+");

  /**
   * Checks what the user may have wished for.
   *
   * @throws IllegalArgumentException with one sentence for the user if it cannot be had
   */
  public RecordSettings {
    if (shape == Shape.RAW) {
      checkRaw(rows, columns, namespaces);
    } else {
      columns = inOrder(columns, named(rows));
    }
    columns = List.copyOf(columns);
    namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
    if (verifySha1) {
      checkHaveTexts(rows, shape, columns);
    }
  }

  /** The same without verifying. */
  public RecordSettings(
      String rows, Shape shape, List<String> columns, SortedSet<Long> namespaces) {
    this(rows, shape, columns, namespaces, false);
  }

  /** All columns of all rows of a kind, in the shape {@code wmf}. */
  public static RecordSettings of(Rows rows) {
    return new RecordSettings(rows.label(), Shape.WMF, List.of(), new TreeSet<>());
  }

  /** The order of such records unless another one is asked for; raw ones stay as they come. */
  public SortOrder naturalOrder() {
    return shape == Shape.RAW ? SortOrder.NONE : named(rows).naturalOrder();
  }

  /** What one record is made of, in the shape {@code wmf}. */
  public Rows wmfRows() {
    return named(rows);
  }

  /** Whether records have a column. */
  public boolean publishes(String column) {
    return columns.isEmpty() || columns.contains(column);
  }

  /** Whether a page's revisions have a column. */
  public boolean publishesInRevisions(String column) {
    return publishes(column) || columns.contains(WmfColumns.REVISIONS);
  }

  private static Rows named(String rows) {
    return Rows.named(rows)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    ("Cannot make rows of %s in the shape wmf (expected revision, page or logitem;"
                            + " any element in the shape raw)")
                        .formatted(rows)));
  }

  private static List<String> inOrder(List<String> columns, Rows rows) {
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!rows.columns().contains(column)) {
        throw new IllegalArgumentException(
            "Cannot take column %s: %s rows have none of that name"
                .formatted(column, rows.label()));
      }
      if (!seen.add(column)) {
        throw new IllegalArgumentException(
            "Cannot take column %s: it is named twice (expected once)".formatted(column));
      }
    }
    return rows.columns().stream().filter(seen::contains).toList();
  }

  private static void checkHaveTexts(String rows, Shape shape, List<String> columns) {
    if (shape == Shape.RAW) {
      throw new IllegalArgumentException(
          "Cannot verify SHA-1s in the shape raw: it knows no texts (expected the shape wmf)");
    }
    if (!named(rows).columns().contains(WmfColumns.SLOTS)) {
      throw new IllegalArgumentException(
          "Cannot verify SHA-1s of %s rows: they have no texts (expected revision or page)"
              .formatted(rows));
    }
    if (!columns.isEmpty()
        && !columns.contains(WmfColumns.SLOTS)
        && !columns.contains(WmfColumns.REVISIONS)) {
      throw new IllegalArgumentException(
          "Cannot verify SHA-1s without the texts: the columns leave them out (expected %s)"
              .formatted(WmfColumns.SLOTS));
    }
  }

  private static void checkRaw(
      String rows, Collection<String> columns, Collection<Long> namespaces) {
    if (!ELEMENT.matcher(rows).matches()) {
      throw new IllegalArgumentException(
          "Cannot make rows of \"%s\": it is no element's name".formatted(rows));
    }
    if (!columns.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot take columns in the shape raw: it knows none (expected the shape wmf)");
    }
    if (!namespaces.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot choose namespaces in the shape raw: it knows none (expected the shape wmf)");
    }
  }
}
