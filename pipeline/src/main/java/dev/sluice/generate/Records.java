package dev.sluice.generate;

import java.io.IOException;

/** What a dump of one kind consists of, one record after the other. */
interface Records {
  /**
   * Writes the next page or log item.
   *
   * @param end length of the XML at which the record should come to its end
   */
  void next(XmlOutput xml, long end) throws IOException;

  /** What was written so far, as part of an XML of this length. */
  GeneratedDump counts(long xmlBytes);
}
