package dev.sluice.convert.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.bytes.Words;
import dev.sluice.convert.records.NamespaceFilter;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.Rows;
import dev.sluice.convert.records.Shape;
import dev.sluice.convert.records.Site;
import dev.sluice.convert.scan.ScanState.Level;
import dev.sluice.sort.SortOrder;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of pages, revisions or log items out of the bytes of a document, unit by unit: the
 * document's beginning, a page's head, or one child of the root or of a page, with what stands
 * before it. A unit counts only once it has been read to its end; so a scanner can stop after any
 * unit, and another one can go on from there with the {@link ScanState} alone.
 *
 * <p>It takes less than {@code XmlConverter}, but what it takes it takes alike.
 */
final class BlockScanner {
  /** How a scan ended. */
  enum Outcome {
    /** All was read. */
    DONE,
    /** The rest is a unit that ends later. */
    UNFINISHED,
    /** The rest is for the reference converter. */
    DOUBT,
    /** The records take much room; the rest can be scanned once they are out of the way. */
    FULL
  }

  private final Markup xml = new Markup();
  private final PrologScanner prolog = new PrologScanner(xml);
  private final ScannedPage page;
  private final ElementReader reader = new ElementReader(xml);
  private final ScannedRevision revision = new ScannedRevision(xml, reader);
  private final RowMaker rows;

  /** Null if log items are not asked for, and then pages or revisions are. */
  private final @Nullable LogItemRowMaker logItems;

  private final NamespaceFilter namespaces;
  private final @Nullable String wikiByName;
  private final Site[] site = new Site[1];
  private boolean siteKnown;

  private RecordBlock out = new RecordBlock();
  private Level level = Level.START;
  private byte[] head = {};
  private long pageOffset;
  private long offset;
  private int consumed;

  /** The last revision's id: in the document, unless the text has it. */
  private int idFrom;

  private int idTo;
  private @Nullable String idText;

  /** Whether the page that is wanted has had one. */
  private boolean hasRevisions;

  /**
   * @param order what keys are made for; {@link RecordKeys#canMake} tells whether they can be
   * @param wikiByName what the file's name tells
   */
  BlockScanner(RecordSettings settings, SortOrder order, @Nullable String wikiByName) {
    this.page = new ScannedPage(xml, reader, settings::publishes);
    this.rows =
        settings.wmfRows() == Rows.PAGE
            ? new PageRowMaker(xml, page, revision, settings, order)
            : new RevisionRowMaker(xml, page, revision, settings, order);
    this.logItems =
        settings.wmfRows() == Rows.LOGITEM
            ? new LogItemRowMaker(xml, reader, settings, order)
            : null;
    this.namespaces = new NamespaceFilter(settings.namespaces());
    this.wikiByName = wikiByName;
    this.site[0] = new Site(wikiByName, Map.of());
  }

  /** Whether it makes the records and keys that are asked for. */
  static boolean canMake(RecordSettings settings, SortOrder order) {
    return settings.shape() == Shape.WMF
        && RecordKeys.canMake(order, settings.wmfRows().sortFields());
  }

  /** Whether what it knows about the site will not change. */
  boolean siteKnown() {
    return siteKnown;
  }

  Site site() {
    return site[0];
  }

  /** Makes it know the site. */
  void know(Site known) {
    site[0] = known;
    siteKnown = true;
  }

  /**
   * Scans.
   *
   * @param bytes has {@link Words#PADDING} bytes after the limit, which become zero
   * @param position where in the document the array begins
   * @param entry where the document is at {@code from}
   * @param result gets the records
   */
  Outcome scan(
      byte[] bytes, int from, int limit, long position, ScanState entry, RecordBlock result) {
    out = result;
    offset = position;
    consumed = from;
    int lines = 0;
    int keyBytes = 0;
    try {
      enter(entry);
      xml.read(bytes, limit);
      while (consumed < limit) {
        if (out.isFull()) {
          return Outcome.FULL;
        }
        lines = out.lines.length;
        keyBytes = out.keys.length;
        xml.beginUnit();
        consumed = unit(consumed);
        out.unknown(xml.unknown());
      }
      return Outcome.DONE;
    } catch (Stop stop) {
      out.truncate(lines, keyBytes);
      return stop == Stop.UNFINISHED ? Outcome.UNFINISHED : Outcome.DOUBT;
    }
  }

  /** Up to where the last scan made records. */
  int consumed() {
    return consumed;
  }

  /** Where the document is there. */
  ScanState exit() {
    if (level != Level.PAGE && level != Level.PASSED_PAGE) {
      return ScanState.at(level);
    }
    String id = idText != null ? idText : new String(xml.bytes, idFrom, idTo - idFrom, US_ASCII);
    return new ScanState(level, head, pageOffset, id, hasRevisions);
  }

  private void enter(ScanState entry) throws Stop {
    level = entry.level();
    head = entry.head();
    pageOffset = entry.pageOffset();
    idText = entry.revisionId();
    hasRevisions = entry.hasRevisions();
    if (entry.inPage()) {
      if (logItems != null) {
        throw Stop.DOUBT; // A guess that went wrong: pages are passed as a whole.
      }
      xml.read(Arrays.copyOf(head, head.length + Words.PADDING), head.length);
      xml.beginUnit();
      page.read(0, site[0]);
      level = Level.PASSED_PAGE;
      if (page.isTaken(namespaces, site[0])) {
        level = Level.PAGE;
        rows.continuePage(hasRevisions, out);
      }
    }
  }

  private int unit(int at) throws Stop {
    return switch (level) {
      case START -> start(at);
      case ROOT -> childOfRoot(xml.gap(at, ""));
      case PAGE -> childOfPage(xml.gap(at, ScannedPage.PATH));
      case PASSED_PAGE -> childOfPassedPage(xml.gap(at, null));
      case END -> afterRoot(at);
    };
  }

  private int start(int at) throws Stop {
    int end = prolog.read(at);
    out.document(prolog.version());
    level = xml.selfClosed ? Level.END : Level.ROOT;
    return end;
  }

  private int childOfRoot(int at) throws Stop {
    if (xml.bytes[at + 1] == '/') {
      int end = prolog.end(at);
      level = Level.END;
      return end;
    }
    if (logItems == null) {
      if (ScannedPage.PAGE.isAt(xml.bytes, at + 1)) {
        return page(at);
      }
    } else if (ScannedLogItem.LOG_ITEM.isAt(xml.bytes, at + 1)) {
      int end = logItems.read(at, site[0], out);
      siteKnown = true;
      return end;
    }
    if (!prolog.isSite(at)) {
      return xml.skip(at, "");
    }
    if (siteKnown) {
      throw Stop.DOUBT;
    }
    int end = prolog.site(at, wikiByName, site);
    siteKnown = true;
    return end;
  }

  private int page(int at) throws Stop {
    int end = page.read(at, site[0]);
    boolean taken = page.isTaken(namespaces, site[0]);
    if (taken) {
      rows.beginPage(out);
    }
    siteKnown = true;
    out.page();
    if (!taken) {
      out.skipped();
    }
    if (page.ended()) {
      if (taken) {
        rows.endPage(out);
      }
      return end;
    }
    level = taken ? Level.PAGE : Level.PASSED_PAGE;
    head = page.head();
    pageOffset = offset + at;
    idText = "";
    hasRevisions = false;
    return end;
  }

  private int childOfPage(int at) throws Stop {
    if (ScannedRevision.REVISION.isAt(xml.bytes, at + 1)) {
      int end = revision.read(at + 1 + ScannedRevision.REVISION.length());
      makeRevision();
      return end;
    }
    if (xml.bytes[at + 1] == '/') {
      int end = xml.endTag(at, ScannedPage.PAGE);
      rows.endPage(out);
      level = Level.ROOT;
      return end;
    }
    if (page.isOwn(at)) {
      throw Stop.DOUBT;
    }
    int end = xml.skip(at, ScannedPage.PATH);
    // Errors do not name a revision any more.
    idText = "";
    return end;
  }

  private void makeRevision() throws Stop {
    Field id = revision.id;
    String text = id.isNull() ? "" : id.decoded ? xml.values.value(id) : null;
    rows.revision(out);
    idText = text;
    idFrom = id.from;
    idTo = id.to;
    hasRevisions = true;
  }

  private int childOfPassedPage(int at) throws Stop {
    if (xml.bytes[at + 1] != '/') {
      return xml.pass(at);
    }
    int end = xml.endTag(at, ScannedPage.PAGE);
    level = Level.ROOT;
    return end;
  }

  private int afterRoot(int at) throws Stop {
    int i = xml.space(at);
    if (i >= xml.limit) {
      return xml.limit;
    }
    if (xml.bytes[i] != '<') {
      throw Stop.DOUBT;
    }
    return xml.bytes[i + 1] == '?' ? xml.instruction(i) : xml.comment(i);
  }
}
