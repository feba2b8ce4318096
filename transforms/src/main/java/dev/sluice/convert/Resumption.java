package dev.sluice.convert;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/**
 * From where on a document is the reference converter's.
 *
 * @param state where it is there
 * @param site what is known about the wiki
 * @param siteKnown whether that is final
 * @param offset the byte where it goes on
 * @param lines how many lines end before
 */
record Resumption(ScanState state, Site site, boolean siteKnown, long offset, long lines) {
  /** XML to put before the document's rest, so that a parser is where it has to be. */
  byte[] prefix() {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    switch (state.level()) {
      case START -> {}
      case ROOT -> xml.writeBytes("<mediawiki>".getBytes(US_ASCII));
      case PAGE, PASSED_PAGE -> {
        xml.writeBytes("<mediawiki>".getBytes(US_ASCII));
        xml.writeBytes(state.head());
        xml.writeBytes(("<id>" + state.revisionId() + "</id></revision>").getBytes(US_ASCII));
      }
      case END -> xml.writeBytes("<mediawiki/>".getBytes(US_ASCII));
    }
    return xml.toByteArray();
  }
}
