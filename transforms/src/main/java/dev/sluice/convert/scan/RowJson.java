package dev.sluice.convert.scan;

import dev.sluice.convert.scan.JsonBytes.Constant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Writes what a scanner has read, column by column, from a table: one loop for all rows, so that
 * little code is compiled soon, and well.
 */
class RowJson {
  /** What a record ends with. */
  static final Constant END_OF_RECORD = Constant.of("}\n");

  private final FieldValues values;
  private final Constant[] starts;
  private final boolean[] published;

  /** The values; each may be exchanged whenever a row begins. */
  final Field[] fields;

  /**
   * A column, or a member of an object in one.
   *
   * @param name the column's
   * @param start what stands before the value, but for a comma
   */
  record Column(String name, String start, Field field) {
    static Column of(String name, Field field) {
      return new Column(name, key(name), field);
    }

    static String key(String name) {
      return '"' + name + "\":";
    }
  }

  /**
   * @param columns all there are
   * @param more whether other columns come before these in a record
   */
  RowJson(FieldValues values, List<Column> columns, Predicate<String> publishes, boolean more) {
    this.values = values;
    fields = columns.stream().map(Column::field).toArray(Field[]::new);
    starts = new Constant[fields.length];
    published = new boolean[fields.length];
    boolean comma = more;
    for (int i = 0; i < fields.length; i++) {
      Column column = columns.get(i);
      published[i] = publishes.test(column.name());
      starts[i] = Constant.of((comma ? "," : "") + column.start());
      comma |= published[i];
    }
  }

  /** Writes the columns that are published; what is in the others is checked. */
  void write(JsonBytes out) throws Stop {
    for (int i = 0; i < fields.length; i++) {
      out.reserve(0);
      int length = out.length;
      out.put(starts[i]);
      values.json(fields[i], out);
      if (!published[i]) {
        out.length = length;
      }
    }
  }

  /** Writes the value of a column, by its number. */
  final void value(int column, JsonBytes out) throws Stop {
    values.json(fields[column], out);
  }
}
