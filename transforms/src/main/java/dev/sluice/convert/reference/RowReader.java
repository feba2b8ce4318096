package dev.sluice.convert.reference;

import dev.sluice.convert.records.GatheredRecords;
import dev.sluice.convert.records.NamespaceFilter;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.RowSink;
import dev.sluice.convert.records.Shape;
import dev.sluice.convert.records.Site;
import dev.sluice.convert.records.Tally;
import dev.sluice.convert.records.UnknownElements;
import java.io.IOException;
import javax.xml.stream.XMLStreamException;

/** Makes records of the elements below a document's root: what {@code --rows} chooses. */
interface RowReader {
  /** Whether it reads an element that is a child of the root; all others are unknown to it. */
  boolean takes(String element);

  /**
   * Reads one such element to its end.
   *
   * @param at a cursor at it
   * @param site what the document says about its wiki
   */
  void read(XmlCursor at, Site site) throws XMLStreamException, IOException;

  /**
   * Reads the rest of such an element, after a part of it that other hands have made records of.
   *
   * @param at a cursor at the element, of which there are the head and one revision before the rest
   * @param unknown counts what is not known in the rest
   */
  default void resume(XmlCursor at, Resumption from, UnknownElements unknown)
      throws XMLStreamException, IOException {
    throw new IllegalStateException("only pages are read in parts");
  }

  /**
   * The reader for some settings.
   *
   * @param tally counts what is read
   * @param whereabouts is told where it is
   */
  static RowReader of(RecordSettings settings, RowSink sink, Tally tally, Whereabouts whereabouts) {
    int mostBytes = GatheredRecords.mostBytes();
    if (settings.shape() == Shape.RAW) {
      return new RawRows(settings.rows(), sink, tally, mostBytes);
    }
    return switch (settings.wmfRows()) {
      case REVISION ->
          pages(new RevisionRows(settings, sink, tally), settings, sink, tally, whereabouts);
      case PAGE ->
          pages(new PageRows(settings, sink, tally, mostBytes), settings, sink, tally, whereabouts);
      case LOGITEM -> new LogItemRows(settings, sink, tally, whereabouts);
    };
  }

  private static RowReader pages(
      PageRecords records,
      RecordSettings settings,
      RowSink sink,
      Tally tally,
      Whereabouts whereabouts) {
    return new WantedPages(
        records, new NamespaceFilter(settings.namespaces()), sink, tally, whereabouts);
  }
}
