package dev.sluice.convert.reference;

import com.ctc.wstx.exc.WstxEOFException;
import dev.sluice.convert.decompress.ConversionException;
import dev.sluice.convert.decompress.CorruptInputException;
import dev.sluice.convert.decompress.DumpInput;
import dev.sluice.convert.records.BadRecordException;
import dev.sluice.convert.records.RecordSettings;
import dev.sluice.convert.records.RowSink;
import dev.sluice.convert.records.Site;
import dev.sluice.convert.records.Tally;
import dev.sluice.convert.records.UnknownElements;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamLocation2;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * The reference converter: the XML of MediaWiki's export ({@code export-0.3.xsd} to {@code
 * export-0.11.xsd}, told by its elements, not by its version) to JSON records, in the document's
 * order.
 *
 * <p>Streaming, on the calling thread; memory for what one record is made of. That is one revision,
 * whatever the size of its page, or one log item; but a whole page for rows of pages, and a whole
 * element in the shape {@code raw}: one that would take more than an eighth of the heap is refused.
 */
public final class XmlConverter {
  private final DumpInput input;
  private final Tally tally;
  private final Whereabouts whereabouts = new Whereabouts();
  private final RowReader rows;
  private long bytesBefore;
  private long linesBefore;

  /**
   * A converter of documents of an input.
   *
   * @param input for what errors call it, and the wiki that its name may tell
   * @param settings what records are made of it
   * @param sink gets them
   * @param tally counts what it holds
   */
  public XmlConverter(DumpInput input, RecordSettings settings, RowSink sink, Tally tally) {
    this.input = input;
    this.tally = tally;
    this.rows = RowReader.of(settings, sink, tally, whereabouts);
  }

  /**
   * Converts a document of the input, which stays open. When it returns, all of it has been read.
   *
   * @throws ConversionException if it is truncated, corrupt, malformed or not a dump; some records
   *     may have reached the sink before
   * @throws IOException if it cannot be read, or whatever the sink throws
   */
  public void convert(InputStream document) throws IOException {
    convert(document, null);
  }

  /**
   * Converts the rest of a document, as if it had converted what comes before.
   *
   * @param rest the document's bytes from there on
   */
  public void resume(InputStream rest, Resumption from) throws IOException {
    bytesBefore = from.bytesBefore();
    linesBefore = from.linesBefore();
    if (from.prefix().length == 0) {
      convert(rest, null);
      return;
    }
    convert(new SequenceInputStream(new ByteArrayInputStream(from.prefix()), rest), from);
  }

  private void convert(InputStream in, @Nullable Resumption from) throws IOException {
    DecodedText text;
    try {
      text = from == null ? DecodedText.of(in) : DecodedText.within(in);
    } catch (CorruptInputException e) {
      throw refused(e.getMessage(), " at byte 0", e);
    }
    XMLStreamReader2 parser = null;
    try {
      parser = XmlParsers.open(text);
      if (from == null) {
        XmlCursor cursor = new XmlCursor(parser, tally.unknown());
        read(cursor);
        cursor.end();
      } else {
        XmlCursor cursor = new XmlCursor(parser, new UnknownElements());
        resume(cursor, from);
        cursor.end();
      }
      // Trailers and checksums come after the XML.
      in.transferTo(OutputStream.nullOutputStream());
    } catch (BadRecordException e) {
      throw refused(e.getMessage(), place(text, parser == null ? null : parser.getLocation()), e);
    } catch (XMLStreamException e) {
      throw explained(e, text, parser);
    } catch (CorruptInputException e) {
      throw refused(e.getMessage(), nearByte(text), e);
    }
  }

  private void read(XmlCursor at) throws XMLStreamException, IOException {
    String root = at.root();
    if (!root.equals("mediawiki")) {
      throw new BadRecordException(
          "it is not a dump (root %s; expected mediawiki)".formatted(root));
    }
    tally.document(at.attribute("version"));
    String byName = Site.wikiOf(input.fileName());
    children(at, new Site(byName, Map.of()), false);
  }

  private void resume(XmlCursor at, Resumption from) throws XMLStreamException, IOException {
    at.root();
    if (from.inPage()) {
      at.nextChild();
      rows.resume(at, from, tally.unknown());
    }
    at.countIn(tally.unknown());
    children(at, from.site(), from.siteKnown());
  }

  private void children(XmlCursor at, Site known, boolean isKnown)
      throws XMLStreamException, IOException {
    Site site = known;
    boolean siteKnown = isKnown;
    for (String child = at.nextChild(); child != null; child = at.nextChild()) {
      if (rows.takes(child)) {
        rows.read(at, site);
        siteKnown = true;
      } else if (child.equals("siteinfo")) {
        if (siteKnown) {
          throw new BadRecordException("there is a siteinfo too late (expected one, at the start)");
        }
        siteKnown = true;
        site = SiteReader.read(at, Site.wikiOf(input.fileName()));
      } else {
        at.skip();
      }
    }
  }

  private IOException explained(
      XMLStreamException e, DecodedText text, @Nullable XMLStreamReader2 parser) {
    Location location =
        e.getLocation() != null || parser == null
            ? e.getLocation()
            : parser.getLocationInfo().getCurrentLocation();
    Throwable cause = e.getNestedException();
    if (cause instanceof MalformedTextException malformed) {
      return refused(
          malformed.getMessage(),
          " at byte %d%s".formatted(bytesBefore + malformed.byteOffset(), line(location)),
          e);
    }
    if (cause instanceof CorruptInputException corrupt) {
      return refused(corrupt.getMessage(), nearByte(text) + line(location), e);
    }
    if (cause instanceof IOException unreadable) {
      return unreadable;
    }
    String said = e.getMessage() == null ? "" : e.getMessage();
    int appended = said.indexOf("\n at [row,col");
    String detail = (appended < 0 ? said : said.substring(0, appended)).replaceAll("\\s+", " ");
    String kind = e instanceof WstxEOFException ? "truncated" : "malformed";
    return refused("the XML is %s (%s)".formatted(kind, detail), place(text, location), e);
  }

  private String place(DecodedText text, @Nullable Location location) {
    if (location == null) {
      return "";
    }
    Location outer = location;
    // Inside an entity, what counts is where the document refers to it.
    while (outer instanceof XMLStreamLocation2 inner && inner.getContext() != null) {
      outer = inner.getContext();
    }
    long offset = text.byteOffset(outer.getCharacterOffset());
    return (offset < 0 ? nearByte(text) : " at byte " + (bytesBefore + offset)) + line(outer);
  }

  private String nearByte(DecodedText text) {
    return " near byte " + (bytesBefore + text.bytesRead());
  }

  private String line(@Nullable Location location) {
    return location == null || location.getLineNumber() < 1
        ? ""
        : ", line " + (linesBefore + location.getLineNumber());
  }

  private ConversionException refused(@Nullable String cause, String place, Exception e) {
    return new ConversionException(
        "Cannot convert %s: %s%s%s".formatted(input.source(), cause, place, whereabouts), e);
  }
}
