package dev.sluice.convert;

import java.io.IOException;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** {@code --rows=revision}: one record a revision, with its page's columns. */
final class RevisionRows implements RowReader {
  private final RecordSink sink;
  private final Tally tally;
  private final Whereabouts whereabouts;
  private final JsonRecord json = new JsonRecord();

  RevisionRows(RecordSink sink, Tally tally, Whereabouts whereabouts) {
    this.sink = sink;
    this.tally = tally;
    this.whereabouts = whereabouts;
  }

  @Override
  public String element() {
    return "page";
  }

  @Override
  public void read(XmlCursor at, @Nullable String wiki) throws XMLStreamException, IOException {
    PageReader pages = new PageReader(at, whereabouts);
    Revision revision = pages.nextRevision();
    Page page = pages.page();
    for (; revision != null; revision = pages.nextRevision()) {
      json.start();
      WmfColumns.writePage(json, wiki, page);
      WmfColumns.writeRevision(json, revision);
      json.end(sink);
      tally.record(revision);
    }
    tally.page();
    sink.endOfPage();
  }
}
