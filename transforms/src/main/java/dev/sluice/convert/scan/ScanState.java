package dev.sluice.convert.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.bytes.Words;
import dev.sluice.convert.records.Site;
import dev.sluice.convert.reference.MadeRevision;
import dev.sluice.convert.reference.Resumption;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Where in a document a scanner is between two units: all that has to be known to go on from there.
 *
 * @param head of a page that has begun: its bytes up to the first revision, with a revision's start
 *     tag after them; else empty
 * @param pageOffset where in the document that page begins, else 0
 * @param revisionId of the last revision read in it; empty if it has none
 * @param hasRevisions whether a revision was read in it, unless it is passed
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ScanState(
    Level level, byte[] head, long pageOffset, String revisionId, boolean hasRevisions) {
  /** How deep. */
  enum Level {
    /** Before the root element's start tag. */
    START,
    /** Between the root's children. */
    ROOT,
    /** Between the children of a page, after its head. */
    PAGE,
    /** The same, in a page that is not wanted. */
    PASSED_PAGE,
    /** After the root element. */
    END
  }

  private static final byte[] NO_HEAD = {};

  static ScanState at(Level level) {
    return new ScanState(level, NO_HEAD, 0, "", false);
  }

  /** The same after a revision, if it is in a page. */
  ScanState afterRevision() {
    return inPage() ? new ScanState(level, head, pageOffset, revisionId, true) : this;
  }

  boolean inPage() {
    return level == Level.PAGE || level == Level.PASSED_PAGE;
  }

  /**
   * How the reference goes on from here.
   *
   * @param site what is known about the wiki
   * @param siteKnown whether that is final
   * @param offset how many bytes of the document come before
   * @param lines how many lines end before
   * @param made the revisions of a page's record that has begun
   */
  Resumption resumption(
      Site site, boolean siteKnown, long offset, long lines, List<MadeRevision> made) {
    byte[] prefix = prefix();
    return new Resumption(
        prefix,
        inPage(),
        site,
        siteKnown,
        offset - prefix.length,
        lines - Words.lines(prefix, 0, prefix.length),
        made);
  }

  private byte[] prefix() {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    switch (level) {
      case START -> {}
      case ROOT -> xml.writeBytes("<mediawiki>".getBytes(US_ASCII));
      case PAGE, PASSED_PAGE -> {
        xml.writeBytes("<mediawiki>".getBytes(US_ASCII));
        xml.writeBytes(head);
        xml.writeBytes(("<id>" + revisionId + "</id></revision>").getBytes(US_ASCII));
      }
      case END -> xml.writeBytes("<mediawiki/>".getBytes(US_ASCII));
    }
    return xml.toByteArray();
  }

  /** Whether a scanner that assumed this state went on from what was that one. */
  boolean isSameAs(ScanState other) {
    if (!inPage() || !other.inPage()) {
      return level == other.level;
    }
    return pageOffset == other.pageOffset
        && (hasRevisions == other.hasRevisions || other.level == Level.PASSED_PAGE);
  }
}
