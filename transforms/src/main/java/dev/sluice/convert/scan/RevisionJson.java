package dev.sluice.convert.scan;

import static java.util.Objects.requireNonNull;

import dev.sluice.convert.records.TextState;
import dev.sluice.convert.records.WmfColumns;
import dev.sluice.convert.scan.JsonBytes.Constant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Writes revisions in the columns {@link WmfColumns#REVISION}. */
final class RevisionJson extends RowJson {
  private static final List<String> COLUMNS = WmfColumns.REVISION;
  private static final int SIZE = COLUMNS.indexOf("revision_size");

  /** Which columns are numbers. */
  private static final boolean[] NUMBERS = new boolean[COLUMNS.size()];

  private static final Constant START_MAIN = Constant.of("{\"" + WmfColumns.MAIN_SLOT + "\":");

  private static final Map<TextState, Constant> STATES = new EnumMap<>(TextState.class);

  static {
    for (String number : List.of("revision_id", "revision_parent_id", "user_id", "revision_size")) {
      NUMBERS[COLUMNS.indexOf(number)] = true;
    }
    for (TextState state : TextState.values()) {
      STATES.put(state, Constant.of('"' + state.label() + '"'));
    }
  }

  private final Markup xml;
  private final ScannedRevision revision;

  /**
   * @param more whether other columns come before these in a record
   */
  RevisionJson(Markup xml, ScannedRevision revision, Predicate<String> publishes, boolean more) {
    super(COLUMNS, publishes, more);
    this.xml = xml;
    this.revision = revision;
  }

  @Override
  void value(int column, JsonBytes out) throws Stop {
    Field field = column == SIZE ? revision.main().size : revision.columns[column];
    if (field != null) {
      xml.values.json(field, NUMBERS[column], out);
    } else {
      other(column, out);
    }
  }

  private void other(int column, JsonBytes out) throws Stop {
    switch (column) {
      case 5 -> flag(revision.userVisible(), out);
      case 6 -> flag(revision.minor(), out);
      case 8 -> flag(revision.commentVisible(), out);
      case 11 -> flag(revision.main().state() != TextState.DELETED, out);
      case 12 -> state(out);
      case 13 -> slots(out);
      default -> throw new IllegalStateException("column " + column);
    }
  }

  private void state(JsonBytes out) {
    out.put(requireNonNull(STATES.get(revision.main().state())));
  }

  private void slots(JsonBytes out) throws Stop {
    out.put(START_MAIN);
    revision.main().write(out);
    for (int i = 1; i < revision.slots().size(); i++) {
      ScannedSlot slot = revision.slots().get(i);
      out.put(',');
      xml.values.string(slot.role, out);
      out.put(':');
      slot.write(out);
    }
    out.put('}');
  }
}
