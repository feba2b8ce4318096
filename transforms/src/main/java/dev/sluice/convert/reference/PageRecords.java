package dev.sluice.convert.reference;

import java.io.IOException;
import javax.xml.stream.XMLStreamException;

/** What is made of a page. */
interface PageRecords {
  /**
   * Makes records of a page.
   *
   * @param page is read to its end
   */
  void write(PageReader page) throws XMLStreamException, IOException;
}
