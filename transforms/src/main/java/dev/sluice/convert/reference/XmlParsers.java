package dev.sluice.convert.reference;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import dev.sluice.convert.records.BadRecordException;
import java.io.ByteArrayInputStream;
import java.io.Reader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLResolver;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLInputFactory2;
import org.codehaus.stax2.XMLStreamReader2;

/**
 * Woodstox as dumps need it: nothing is fetched, entities declared in the document itself work, and
 * the limits stop attacks, not large dumps.
 */
final class XmlParsers {
  /** The longest text whatever the heap, in UTF-16 units. */
  private static final int MOST_TEXT_CHARS = 256 << 20;

  private static final int BUFFER_CHARS = 32 * 1024;

  private XmlParsers() {}

  /**
   * The longest text or attribute value, in UTF-16 units: a 32nd of the heap's bytes, since each
   * takes two of them and is held several times. MediaWiki's own default limit is 2 MiB.
   */
  static int mostTextChars() {
    return (int) Math.min(MOST_TEXT_CHARS, Runtime.getRuntime().maxMemory() / 32);
  }

  /** What refuses a longer one. */
  static BadRecordException tooLong(String path) {
    int most = mostTextChars();
    return new BadRecordException(
        "%s is too long (more than %d characters%s)"
            .formatted(
                path,
                most,
                most < MOST_TEXT_CHARS ? ", a 32nd of the heap's bytes; -Xmx gives more" : ""));
  }

  /** A parser at the start of a document. */
  static XMLStreamReader2 open(Reader text) throws XMLStreamException {
    // A factory a document: they share a symbol table that grows with every name ever seen.
    WstxInputFactory factory = new WstxInputFactory();
    XMLResolver nothing =
        (publicId, systemId, base, namespace) -> new ByteArrayInputStream(new byte[0]);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, true);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(WstxInputProperties.P_DTD_RESOLVER, nothing);
    factory.setProperty(WstxInputProperties.P_CACHE_DTDS, false);
    // Lazily parsed text would throw unchecked exceptions when it is asked for.
    factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
    factory.setProperty(WstxInputProperties.P_INPUT_BUFFER_LENGTH, BUFFER_CHARS);
    factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, mostTextChars());
    return (XMLStreamReader2) factory.createXMLStreamReader(text);
  }
}
