package dev.sluice.convert.reference;

import dev.sluice.convert.records.BadRecordException;
import dev.sluice.convert.records.UnknownElements;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Walks a document element by element. At an element, exactly one of {@link #nextChild} (until it
 * returns null), {@link #text}, {@link #ignoreText}, {@link #skip} and {@link #pass} passes it;
 * only the last one passes anything without reading it or counting it as unknown.
 */
final class XmlCursor {
  private final XMLStreamReader xml;
  private final int mostTextChars = XmlParsers.mostTextChars();
  private UnknownElements unknown;
  private final Deque<String> path = new ArrayDeque<>();

  XmlCursor(XMLStreamReader xml, UnknownElements unknown) {
    this.xml = xml;
    this.unknown = unknown;
  }

  /** From now on counts what is not known elsewhere. */
  void countIn(UnknownElements counts) {
    unknown = counts;
  }

  /** Moves to the root element. */
  String root() throws XMLStreamException {
    while (xml.next() != XMLStreamConstants.START_ELEMENT) {
      // Comments, processing instructions and the document type say nothing about records.
    }
    return entered();
  }

  /** Reads what may come after the root element. */
  void end() throws XMLStreamException {
    while (xml.hasNext()) {
      xml.next();
    }
  }

  /** Moves to the element's next child and returns its name; past the element's end, null. */
  @Nullable String nextChild() throws XMLStreamException {
    boolean stray = false;
    while (true) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          count(stray);
          return entered();
        }
        case XMLStreamConstants.END_ELEMENT -> {
          count(stray);
          path.removeLast();
          return null;
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> stray |= !isBlank();
        default -> {}
      }
    }
  }

  private void count(boolean stray) {
    if (stray) {
      unknown.add(pathTo("#text"));
    }
  }

  /** An attribute of the element just entered; null if it has none of that name. */
  @Nullable String attribute(String name) {
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (xml.getAttributeLocalName(i).equals(name)) {
        return xml.getAttributeValue(i);
      }
    }
    return null;
  }

  /** The attributes of the element just entered, in the document's order. */
  Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
    }
    return attributes;
  }

  /** Whether the element just entered is marked as suppressed. */
  boolean deleted() {
    return attribute("deleted") != null;
  }

  /** {@link #attribute} as an integer; null if it is absent or empty. */
  @Nullable Long integerAttribute(String name) throws IOException {
    String value = attribute(name);
    return value == null ? null : IntegerText.parse(value, () -> pathTo("@" + name));
  }

  /** {@link #integerAttribute}; null also if it is -1. */
  @Nullable Long idAttribute(String name) throws IOException {
    return noneIfMinusOne(integerAttribute(name));
  }

  /**
   * As {@link #nextChild()}, for elements that may have text beside children.
   *
   * @param text gets the text up to the child, or to the element's end
   */
  @Nullable String nextChild(StringBuilder text) throws XMLStreamException, IOException {
    while (true) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          return entered();
        }
        case XMLStreamConstants.END_ELEMENT -> {
          path.removeLast();
          return null;
        }
        default -> append(text);
      }
    }
  }

  /** The element's text; null if it is marked as suppressed. */
  @Nullable String textUnlessDeleted() throws XMLStreamException, IOException {
    boolean deleted = deleted();
    String text = text();
    return deleted ? null : text;
  }

  /** The element's text. */
  String text() throws XMLStreamException, IOException {
    StringBuilder text = new StringBuilder();
    while (nextChild(text) != null) {
      skip();
    }
    return text.toString();
  }

  private void append(StringBuilder text) throws BadRecordException {
    switch (xml.getEventType()) {
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
        if (text.length() > mostTextChars - xml.getTextLength()) {
          throw XmlParsers.tooLong(path());
        }
        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
      }
      default -> {}
    }
  }

  /** The element's text; null if it is empty. */
  @Nullable String textOrNull() throws XMLStreamException, IOException {
    String text = text();
    return text.isEmpty() ? null : text;
  }

  /** The element's text as an integer; null if it is empty. */
  @Nullable Long integer() throws XMLStreamException, IOException {
    String name = path.getLast();
    return IntegerText.parse(text(), () -> pathTo(name));
  }

  /** The element's text as an integer; null if it is empty or -1. */
  @Nullable Long id() throws XMLStreamException, IOException {
    return noneIfMinusOne(integer());
  }

  /** Passes an element that is known and has no place in the records. */
  void ignoreText() throws XMLStreamException, IOException {
    text();
  }

  /** Passes an element that is known and should be empty. */
  void skipChildren() throws XMLStreamException {
    while (nextChild() != null) {
      skip();
    }
  }

  /** Passes an element that is not known, with all it holds, and counts it. */
  void skip() throws XMLStreamException {
    unknown.add(path());
    pass();
  }

  /** Passes what is left of an element, with all it holds, without a look. */
  void pass() throws XMLStreamException {
    path.removeLast();
    for (int depth = 1; depth > 0; ) {
      int event = xml.next();
      depth += event == XMLStreamConstants.START_ELEMENT ? 1 : 0;
      depth -= event == XMLStreamConstants.END_ELEMENT ? 1 : 0;
    }
  }

  /**
   * Refuses an element that its parent has had already.
   *
   * @param single the elements that a parent has once at most
   * @param seen those it has had so far
   */
  void once(Set<String> single, Set<String> seen, String name) throws BadRecordException {
    if (single.contains(name) && !seen.add(name)) {
      throw new BadRecordException("there is a second %s (expected one)".formatted(path()));
    }
  }

  /** The name of the element that the cursor is at. */
  String name() {
    return path.getLast();
  }

  /** The path below the root element of the element that the cursor is at. */
  String path() {
    return pathTo("");
  }

  private String entered() {
    String name = xml.getLocalName();
    path.addLast(name);
    return name;
  }

  private boolean isBlank() {
    char[] chars = xml.getTextCharacters();
    int start = xml.getTextStart();
    for (int i = start; i < start + xml.getTextLength(); i++) {
      if (!isSpace(chars[i])) {
        return false;
      }
    }
    return true;
  }

  static boolean isBlank(CharSequence text) {
    return text.chars().allMatch(c -> isSpace((char) c));
  }

  static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
  }

  private String pathTo(String last) {
    StringBuilder text = new StringBuilder();
    Iterator<String> names = path.iterator();
    names.next();
    while (names.hasNext()) {
      text.append(text.isEmpty() ? "" : "/").append(names.next());
    }
    return text.append(text.isEmpty() || last.isEmpty() ? "" : "/").append(last).toString();
  }

  private static @Nullable Long noneIfMinusOne(@Nullable Long value) {
    return value == null || value == -1 ? null : value;
  }
}
