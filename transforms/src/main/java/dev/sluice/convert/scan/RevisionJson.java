package dev.sluice.convert.scan;

import dev.sluice.convert.records.WmfColumns;
import dev.sluice.convert.scan.JsonBytes.Constant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Writes revisions in the columns {@link WmfColumns#REVISION}. The main slot's members are columns
 * of its table, too.
 */
final class RevisionJson extends RowJson {
  private static final Constant NEXT_SLOT = Constant.of("},");
  private static final Constant MEMBERS = Constant.of(":{");
  private static final Constant END_OF_SLOTS = Constant.of("}}");
  private static final int SIZE = WmfColumns.REVISION.indexOf("revision_size");
  private static final int MAIN_SLOT = WmfColumns.REVISION.indexOf(WmfColumns.SLOTS);

  private final FieldValues values;
  private final ScannedRevision revision;
  private final RowJson other;
  private final boolean slots;
  private ScannedSlot main;

  /**
   * @param more whether other columns come before these in a record
   */
  RevisionJson(Markup xml, ScannedRevision revision, Predicate<String> publishes, boolean more) {
    super(xml.values, columns(revision), publishes, more);
    this.values = xml.values;
    this.revision = revision;
    this.other = new RowJson(values, columns(revision.own, ""), column -> true, false);
    this.slots = publishes.test(WmfColumns.SLOTS);
    this.main = revision.own;
  }

  private static List<Column> columns(ScannedRevision revision) {
    List<Column> columns = new ArrayList<>(revision.columns());
    String main = Column.key(WmfColumns.SLOTS) + '{' + Column.key(WmfColumns.MAIN_SLOT) + '{';
    columns.addAll(columns(revision.own, main));
    return columns;
  }

  private static List<Column> columns(ScannedSlot slot, String start) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < slot.values.length; i++) {
      String key = Column.key(WmfColumns.SLOT.get(i));
      columns.add(new Column(WmfColumns.SLOTS, i == 0 ? start + key : key, slot.values[i]));
    }
    return columns;
  }

  @Override
  void write(JsonBytes out) throws Stop {
    if (main != revision.main()) {
      main = revision.main();
      fields[SIZE] = main.size;
      System.arraycopy(main.values, 0, fields, MAIN_SLOT, main.values.length);
    }
    super.write(out);
    int end = out.length;
    for (int i = 1; i < revision.slots().size(); i++) {
      other(revision.slots().get(i), out);
    }
    out.put(END_OF_SLOTS);
    if (!slots) {
      out.length = end;
    }
  }

  private void other(ScannedSlot slot, JsonBytes out) throws Stop {
    System.arraycopy(slot.values, 0, other.fields, 0, slot.values.length);
    out.reserve(0);
    out.put(NEXT_SLOT);
    values.json(slot.role, out);
    out.put(MEMBERS);
    other.write(out);
  }
}
