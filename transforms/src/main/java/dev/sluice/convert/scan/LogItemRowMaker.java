package dev.sluice.convert.scan;

import dev.sluice.convert.records.NamespaceFilter;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Site;
import dev.sluice.convert.scan.JsonBytes.Constant;
import dev.sluice.sort.SortOrder;

/** What {@code LogItemRows} makes, for scanners: one record a log item. */
final class LogItemRowMaker {
  private static final Constant END_OF_RECORD = Constant.of("}\n");

  private final ScannedLogItem item;
  private final LogItemJson json;
  private final RecordKeys keys;
  private final NamespaceFilter namespaces;

  LogItemRowMaker(Markup xml, ElementReader reader, RecordSettings settings, SortOrder order) {
    this.item = new ScannedLogItem(xml, reader);
    this.json = new LogItemJson(xml, item, settings::publishes);
    this.keys = RecordKeys.ofLogItems(order);
    this.namespaces = new NamespaceFilter(settings.namespaces());
  }

  /** Reads a log item, from its start tag to its end tag's end, and makes its record. */
  int read(int at, Site site, RecordBlock out) throws Stop {
    int end = item.read(at);
    if (!namespaces.takesAll() && !item.isTaken(namespaces, site)) {
      out.skipped();
      return end;
    }
    json.in(site);
    JsonBytes lines = out.lines;
    lines.reserve(0);
    lines.put('{');
    json.write(lines);
    lines.put(END_OF_RECORD);
    keys.write(json, out.keys);
    out.endRecord();
    return end;
  }
}
