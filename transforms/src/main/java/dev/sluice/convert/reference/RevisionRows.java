package dev.sluice.convert.reference;

import dev.sluice.convert.records.JsonText;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.RowSink;
import dev.sluice.convert.records.Tally;
import java.io.IOException;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** {@code --rows=revision}: one record a revision, with its page's columns. */
final class RevisionRows implements PageRecords {
  private final RowWriter<RevisionOfPage> writer;
  private final Tally tally;

  RevisionRows(RecordSettings settings, RowSink sink, Tally tally) {
    this.writer = new RowWriter<>(RowColumns.REVISION_OF_PAGE, settings, sink, JsonText.MOST_BYTES);
    this.tally = tally;
  }

  @Override
  public void write(PageReader pages, List<MadeRevision> made)
      throws XMLStreamException, IOException {
    Page page = pages.page();
    for (Revision revision = pages.nextRevision();
        revision != null;
        revision = pages.nextRevision()) {
      writer.write(new RevisionOfPage(page, revision));
      tally.record();
      revision.countTexts(tally);
    }
  }
}
