package dev.sluice.convert.scan;

import dev.sluice.convert.records.Site;
import dev.sluice.convert.records.WmfColumns;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes log items in the columns {@link WmfColumns#LOG_ITEM}. */
final class LogItemJson extends RowJson {
  private static final List<String> COLUMNS = WmfColumns.LOG_ITEM;

  /** Which columns are numbers. */
  private static final List<Integer> NUMBERS =
      List.of(COLUMNS.indexOf("log_id"), COLUMNS.indexOf("user_id"));

  private final Markup xml;
  private final ScannedLogItem item;
  private @Nullable String wiki;

  LogItemJson(Markup xml, ScannedLogItem item, Predicate<String> publishes) {
    super(COLUMNS, publishes, false);
    this.xml = xml;
    this.item = item;
  }

  /** The document's site. */
  void in(Site site) {
    wiki = site.wiki();
  }

  @Override
  void value(int column, JsonBytes out) throws Stop {
    Field field = item.columns[column];
    if (field != null) {
      xml.values.json(field, NUMBERS.contains(column), out);
      return;
    }
    switch (column) {
      case 0 -> out.putString(wiki);
      case 5 -> flag(item.userVisible(), out);
      case 7 -> flag(item.commentVisible(), out);
      case 12 -> flag(item.visible(), out);
      default -> throw new IllegalStateException("column " + column);
    }
  }
}
