package dev.sluice.convert;

import com.ctc.wstx.exc.WstxEOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
  private final Tally tally = new Tally();
  private final Whereabouts whereabouts = new Whereabouts();
  private final RowReader rows;

  private XmlConverter(DumpInput input, RecordSettings settings, RecordSink sink) {
    this.input = input;
    this.rows = RowReader.of(settings, sink, tally, whereabouts);
  }

  /**
   * Converts every document of an input, which stays open. When it returns, all of the input has
   * been read and its checksums agree.
   *
   * @param settings what records are made of it
   * @return what the input held
   * @throws ConversionException if the input is truncated, corrupt, malformed or not a dump; some
   *     records may have reached the sink before
   * @throws IOException if the input cannot be read, or whatever the sink throws
   */
  public static ConversionSummary convert(DumpInput input, RecordSettings settings, RecordSink sink)
      throws IOException {
    return new XmlConverter(input, settings, sink).convert();
  }

  private ConversionSummary convert() throws IOException {
    InputStream document = next();
    while (document != null) {
      try (InputStream in = document) {
        convert(in);
      }
      document = next();
    }
    return tally.summary();
  }

  private @Nullable InputStream next() throws IOException {
    try {
      return input.nextDocument();
    } catch (CorruptInputException e) {
      throw refused(e.getMessage(), "", e);
    }
  }

  private void convert(InputStream in) throws IOException {
    DecodedText text;
    try {
      text = new DecodedText(in);
    } catch (CorruptInputException e) {
      throw refused(e.getMessage(), " at byte 0", e);
    }
    XMLStreamReader2 parser = null;
    try {
      parser = XmlParsers.open(text);
      XmlCursor cursor = new XmlCursor(parser, tally.unknown());
      read(cursor);
      cursor.end();
      // Trailers and checksums come after the XML.
      in.transferTo(OutputStream.nullOutputStream());
    } catch (BadRecordException e) {
      throw refused(e.getMessage(), place(text, parser == null ? null : parser.getLocation()), e);
    } catch (XMLStreamException e) {
      throw explained(e, text, parser);
    } catch (CorruptInputException e) {
      throw refused(e.getMessage(), " near byte " + text.bytesRead(), e);
    }
  }

  private void read(XmlCursor at) throws XMLStreamException, IOException {
    String root = at.root();
    if (!root.equals("mediawiki")) {
      throw new BadRecordException(
          "it is not a dump (root %s; expected mediawiki)".formatted(root));
    }
    tally.document(at.attribute("version"));
    String byName = SiteReader.wikiOf(input.fileName());
    Site site = new Site(byName, Map.of());
    boolean siteKnown = false;
    for (String child = at.nextChild(); child != null; child = at.nextChild()) {
      if (rows.takes(child)) {
        rows.read(at, site);
        siteKnown = true;
      } else if (child.equals("siteinfo")) {
        if (siteKnown) {
          throw new BadRecordException("there is a siteinfo too late (expected one, at the start)");
        }
        siteKnown = true;
        site = SiteReader.read(at, byName);
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
          " at byte %d%s".formatted(malformed.byteOffset(), line(location)),
          e);
    }
    if (cause instanceof CorruptInputException corrupt) {
      return refused(corrupt.getMessage(), " near byte " + text.bytesRead() + line(location), e);
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

  private static String place(DecodedText text, @Nullable Location location) {
    if (location == null) {
      return "";
    }
    Location outer = location;
    // Inside an entity, what counts is where the document refers to it.
    while (outer instanceof XMLStreamLocation2 inner && inner.getContext() != null) {
      outer = inner.getContext();
    }
    long offset = text.byteOffset(outer.getCharacterOffset());
    return (offset < 0 ? " near byte " + text.bytesRead() : " at byte " + offset) + line(outer);
  }

  private static String line(@Nullable Location location) {
    return location == null || location.getLineNumber() < 1
        ? ""
        : ", line " + location.getLineNumber();
  }

  private ConversionException refused(@Nullable String cause, String place, Exception e) {
    return new ConversionException(
        "Cannot convert %s: %s%s%s".formatted(input.source(), cause, place, whereabouts), e);
  }
}
