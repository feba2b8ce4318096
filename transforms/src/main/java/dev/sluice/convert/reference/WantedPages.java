package dev.sluice.convert.reference;

import dev.sluice.convert.records.NamespaceFilter;
import dev.sluice.convert.records.RowSink;
import dev.sluice.convert.records.Site;
import dev.sluice.convert.records.Tally;
import dev.sluice.convert.records.UnknownElements;
import java.io.IOException;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** Reads the pages of the wanted namespaces; those of others are counted and passed. */
final class WantedPages implements RowReader {
  private final PageRecords records;
  private final NamespaceFilter namespaces;
  private final RowSink sink;
  private final Tally tally;
  private final Whereabouts whereabouts;

  /**
   * @param records what is made of a page
   * @param sink where it goes
   */
  WantedPages(
      PageRecords records,
      NamespaceFilter namespaces,
      RowSink sink,
      Tally tally,
      Whereabouts whereabouts) {
    this.records = records;
    this.namespaces = namespaces;
    this.sink = sink;
    this.tally = tally;
    this.whereabouts = whereabouts;
  }

  @Override
  public boolean takes(String element) {
    return element.equals("page");
  }

  @Override
  public void read(XmlCursor at, Site site) throws XMLStreamException, IOException {
    PageReader reader = new PageReader(at, whereabouts, site.wiki());
    Page page = reader.page();
    tally.page();
    if (!namespaces.takes(page.namespaceId(), page.title(), site)) {
      reader.pass();
      tally.skipped();
      return;
    }
    records.write(reader, List.of());
    sink.endOfPage();
  }

  @Override
  public void resume(XmlCursor at, Resumption from, UnknownElements unknown)
      throws XMLStreamException, IOException {
    Site site = from.site();
    PageReader reader = new PageReader(at, whereabouts, site.wiki());
    Page page = reader.page();
    if (!namespaces.takes(page.namespaceId(), page.title(), site)) {
      reader.pass();
      return;
    }
    reader.nextRevision();
    at.countIn(unknown);
    records.write(reader, from.made());
    sink.endOfPage();
  }
}
