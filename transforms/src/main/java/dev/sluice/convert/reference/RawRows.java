package dev.sluice.convert.reference;

import dev.sluice.convert.records.GatheredRecords;
import dev.sluice.convert.records.JsonText;
import dev.sluice.convert.records.RowSink;
import dev.sluice.convert.records.Site;
import dev.sluice.convert.records.Tally;
import java.io.IOException;
import javax.xml.stream.XMLStreamException;

/**
 * {@code --shape=raw}: one record for each outermost element of a name, wherever it stands below
 * the root. Of what is outside of them, each element without children is counted as unknown, and
 * text between children.
 *
 * <p>Memory: such an element with all it holds, of which each child or attribute counts for about
 * 128 bytes beside its text; one that would pass {@link GatheredRecords#mostBytes} is refused.
 */
final class RawRows implements RowReader {
  private final String element;
  private final RowSink sink;
  private final Tally tally;
  private final int mostBytes;
  private final JsonRecord json;

  RawRows(String element, RowSink sink, Tally tally, int mostBytes) {
    this.element = element;
    this.sink = sink;
    this.tally = tally;
    this.mostBytes = mostBytes;
    this.json = new JsonRecord(mostBytes);
  }

  @Override
  public boolean takes(String child) {
    return true;
  }

  @Override
  public void read(XmlCursor at, Site site) throws XMLStreamException, IOException {
    readAny(at);
    sink.endOfPage();
  }

  private void readAny(XmlCursor at) throws XMLStreamException, IOException {
    if (at.name().equals(element)) {
      RawElement row = RawElement.read(at, new RawElement.Room(mostBytes));
      json.start();
      row.writeMembers(json);
      JsonText record = json.end();
      sink.record(record, record);
      tally.record();
      return;
    }
    String path = at.path();
    boolean leaf = true;
    StringBuilder text = new StringBuilder();
    boolean stray = false;
    while (at.nextChild(text) != null) {
      leaf = false;
      stray |= !XmlCursor.isBlank(text);
      text.setLength(0);
      readAny(at);
    }
    if (leaf) {
      tally.unknown().add(path);
    } else if (stray || !XmlCursor.isBlank(text)) {
      tally.unknown().add(path + "/#text");
    }
  }
}
