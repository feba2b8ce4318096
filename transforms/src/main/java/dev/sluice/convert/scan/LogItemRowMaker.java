package dev.sluice.convert.scan;

import dev.sluice.convert.records.NamespaceFilter;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Site;
import dev.sluice.sort.SortOrder;

/** What {@code LogItemRows} makes, for scanners: one record a log item. */
final class LogItemRowMaker {
  private final ScannedLogItem item;
  private final RowJson json;
  private final RecordKeys keys;
  private final NamespaceFilter namespaces;

  LogItemRowMaker(Markup xml, ElementReader reader, RecordSettings settings, SortOrder order) {
    this.item = new ScannedLogItem(xml, reader);
    this.json = new RowJson(xml.values, item.columns(), settings::publishes, false);
    this.keys = RecordKeys.ofLogItems(order);
    this.namespaces = new NamespaceFilter(settings.namespaces());
  }

  /** Reads a log item, from its start tag to its end tag's end, and makes its record. */
  int read(int at, Site site, RecordBlock out) throws Stop {
    int end = item.read(at, site);
    JsonBytes lines = out.lines;
    int length = lines.length;
    lines.reserve(0);
    lines.put('{');
    json.write(lines);
    if (!namespaces.takesAll() && !item.isTaken(namespaces, site)) {
      lines.length = length; // What is in it had to be checked all the same.
      out.skipped();
      return end;
    }
    lines.put(RowJson.END_OF_RECORD);
    keys.write(json, out.keys);
    out.endRecord();
    return end;
  }
}
