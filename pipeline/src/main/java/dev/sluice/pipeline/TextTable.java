package dev.sluice.pipeline;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text: as wide as it needs to be, two spaces between columns. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int[] widths;
  private final int numbersFrom;
  private final int numbersTo;

  /**
   * A table with this head.
   *
   * @param numbersFrom the first of the columns that are set to the right, from 0
   * @param numbersTo the first one after them
   */
  TextTable(int numbersFrom, int numbersTo, String... head) {
    this.numbersFrom = numbersFrom;
    this.numbersTo = numbersTo;
    this.widths = new int[head.length];
    add(head);
  }

  /** Adds a row of as many cells as the head has. */
  void add(String... cells) {
    rows.add(List.of(cells));
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], cells[i].length());
    }
  }

  /** The lines, each ended by a line feed. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        String space = " ".repeat(widths[i] - cell.length());
        boolean number = i >= numbersFrom && i < numbersTo;
        line.append(i == 0 ? "" : GAP).append(number ? space + cell : cell + space);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
