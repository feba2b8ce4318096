package dev.sluice.convert.reference;

import dev.sluice.convert.records.GatheredRecords;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.RowSink;
import dev.sluice.convert.records.Tally;
import java.io.IOException;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * {@code --rows=page}: one record a page, with an array of its revisions, in the natural order of
 * revisions: imported history makes them come out of time order.
 *
 * <p>Memory: a page's record, up to four times; a page whose record would pass {@link
 * GatheredRecords#mostBytes} is refused.
 */
final class PageRows implements PageRecords {
  private final RowWriter<Page> writer;
  private final List<Column<Revision>> revisionColumns;
  private final Tally tally;
  private final int mostBytes;

  PageRows(RecordSettings settings, RowSink sink, Tally tally, int mostBytes) {
    this.writer = new RowWriter<>(RowColumns.PAGE, settings, sink, mostBytes);
    this.revisionColumns = RowColumns.chosen(RowColumns.REVISION, settings::publishesInRevisions);
    this.tally = tally;
    this.mostBytes = mostBytes;
  }

  @Override
  public void write(PageReader pages, List<MadeRevision> made)
      throws XMLStreamException, IOException {
    Page page = pages.page();
    JsonRecord json = writer.start(page);
    RevisionArray array = new RevisionArray(json, revisionColumns, mostBytes);
    array.start(made);
    for (Revision revision = pages.nextRevision();
        revision != null;
        revision = pages.nextRevision()) {
      array.add(revision);
      revision.countTexts(tally);
    }
    array.end();
    writer.end(page);
    tally.record();
  }
}
