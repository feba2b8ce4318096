package dev.sluice.convert.scan;

import dev.sluice.convert.scan.JsonBytes.Constant;
import java.util.List;
import java.util.function.Predicate;

/** Writes what a scanner has read, column by column. */
abstract class RowJson {
  /** What a record ends with. */
  static final Constant END_OF_RECORD = Constant.of("}\n");

  private static final Constant TRUE = Constant.of("true");
  private static final Constant FALSE = Constant.of("false");

  private final Constant[] keys;
  private final boolean[] published;

  /**
   * @param columns all there are
   * @param more whether other columns come before these in a record
   */
  RowJson(List<String> columns, Predicate<String> publishes, boolean more) {
    keys = new Constant[columns.size()];
    published = new boolean[keys.length];
    boolean comma = more;
    for (int i = 0; i < keys.length; i++) {
      published[i] = publishes.test(columns.get(i));
      keys[i] = Constant.of((comma ? ",\"" : "\"") + columns.get(i) + "\":");
      comma |= published[i];
    }
  }

  /** Writes the columns that are published; what is in the others is checked. */
  final void write(JsonBytes out) throws Stop {
    out.reserve(0);
    for (int i = 0; i < keys.length; i++) {
      int length = out.length;
      out.put(keys[i]);
      value(i, out);
      if (!published[i]) {
        out.length = length;
      }
    }
  }

  /** Writes the value of a column, by its number. */
  abstract void value(int column, JsonBytes out) throws Stop;

  static void flag(boolean value, JsonBytes out) {
    out.put(value ? TRUE : FALSE);
  }
}
