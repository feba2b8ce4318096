package dev.sluice.convert;

import java.io.IOException;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Makes records of the elements below a document's root: what {@code --rows} chooses. */
interface RowReader {
  /** The elements it reads; all others are unknown to it. */
  String element();

  /**
   * Reads one such element to its end.
   *
   * @param at a cursor at it
   * @param wiki the document's wiki, null if unknown
   */
  void read(XmlCursor at, @Nullable String wiki) throws XMLStreamException, IOException;
}
