package dev.sluice.convert.reference;

import dev.sluice.convert.records.JsonText;
import dev.sluice.convert.records.NamespaceFilter;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.RowSink;
import dev.sluice.convert.records.Site;
import dev.sluice.convert.records.Tally;
import java.io.IOException;
import javax.xml.stream.XMLStreamException;

/** {@code --rows=logitem}: one record a log item. */
final class LogItemRows implements RowReader {
  private final RowWriter<LogItem> writer;
  private final NamespaceFilter namespaces;
  private final Tally tally;
  private final Whereabouts whereabouts;

  LogItemRows(RecordSettings settings, RowSink sink, Tally tally, Whereabouts whereabouts) {
    this.writer = new RowWriter<>(RowColumns.LOG_ITEM, settings, sink, JsonText.MOST_BYTES);
    this.namespaces = new NamespaceFilter(settings.namespaces());
    this.tally = tally;
    this.whereabouts = whereabouts;
  }

  @Override
  public boolean takes(String element) {
    return element.equals("logitem");
  }

  @Override
  public void read(XmlCursor at, Site site) throws XMLStreamException, IOException {
    whereabouts.inLogItem(null);
    LogItem item = new LogItemReader(at, whereabouts).read(site.wiki());
    if (namespaces.takes(null, item.title(), site)) {
      writer.write(item);
      tally.record();
    } else {
      tally.skipped();
    }
    whereabouts.nowhere();
  }
}
