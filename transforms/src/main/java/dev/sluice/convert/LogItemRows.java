package dev.sluice.convert;

import java.io.IOException;
import javax.xml.stream.XMLStreamException;

/** {@code --rows=logitem}: one record a log item. */
final class LogItemRows implements RowReader {
  private final RowWriter<LogItem> writer;
  private final NamespaceFilter namespaces;
  private final Tally tally;
  private final Whereabouts whereabouts;

  LogItemRows(RecordSettings settings, RecordSink sink, Tally tally, Whereabouts whereabouts) {
    this.writer = new RowWriter<>(WmfColumns.LOG_ITEM, settings, sink, JsonRecord.MOST_BYTES);
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
