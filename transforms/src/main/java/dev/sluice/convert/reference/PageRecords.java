package dev.sluice.convert.reference;

import java.io.IOException;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** What is made of a page. */
interface PageRecords {
  /**
   * Makes records of a page.
   *
   * @param page is read to its end
   * @param made what its record has already, of revisions before those that are read
   */
  void write(PageReader page, List<MadeRevision> made) throws XMLStreamException, IOException;
}
