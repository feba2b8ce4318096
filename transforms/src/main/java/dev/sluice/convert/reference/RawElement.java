package dev.sluice.convert.reference;

import dev.sluice.convert.records.BadRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/**
 * An element with all it holds, for the shape {@code raw}. In JSON it is a string if it has neither
 * attributes nor children, {@code ""} if it is empty; else an object: its attributes in their
 * order, {@code @} before their names, then its children in the order in which names first occur,
 * in an array where a name occurs more than once, then its text as {@code #text}, if it has any. No
 * name in XML has an {@code @} or {@code #}, so that no two keys are the same.
 *
 * <p>Text is as the document has it. Only between children, what is nothing but space is dropped;
 * all other pieces of text, as they stand, are joined.
 */
final class RawElement {
  private final Map<String, String> attributes;
  private final Map<String, List<RawElement>> children = new LinkedHashMap<>();
  private String text = "";

  private RawElement(Map<String, String> attributes) {
    this.attributes = attributes;
  }

  /** Reads the element that the cursor is at. */
  static RawElement read(XmlCursor at, Room room) throws XMLStreamException, IOException {
    RawElement element = new RawElement(at.attributes());
    for (String value : element.attributes.values()) {
      room.take(value.length());
    }
    room.take(0);
    StringBuilder piece = new StringBuilder();
    StringBuilder mixed = new StringBuilder();
    for (String child = at.nextChild(piece); child != null; child = at.nextChild(piece)) {
      if (!XmlCursor.isBlank(piece)) {
        mixed.append(piece);
      }
      piece.setLength(0);
      element.children.computeIfAbsent(child, name -> new ArrayList<>(1)).add(read(at, room));
    }
    if (element.children.isEmpty() || !XmlCursor.isBlank(piece)) {
      mixed.append(piece);
    }
    element.text = mixed.toString();
    room.take(element.text.length());
    return element;
  }

  /** Writes it into an object that has been begun; its text too is then under a key. */
  void writeMembers(JsonRecord json) throws IOException {
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      json.string("@" + attribute.getKey(), attribute.getValue());
    }
    for (Map.Entry<String, List<RawElement>> child : children.entrySet()) {
      List<RawElement> elements = child.getValue();
      if (elements.size() == 1) {
        elements.get(0).write(json, child.getKey());
        continue;
      }
      json.startArray(child.getKey());
      for (RawElement element : elements) {
        element.write(json);
      }
      json.endArray();
    }
    if (!text.isEmpty()) {
      json.string("#text", text);
    }
  }

  private boolean isString() {
    return attributes.isEmpty() && children.isEmpty();
  }

  private void write(JsonRecord json, String key) throws IOException {
    if (isString()) {
      json.string(key, text);
    } else {
      json.startObject(key);
      writeMembers(json);
      json.endObject();
    }
  }

  private void write(JsonRecord json) throws IOException {
    if (isString()) {
      json.string(text);
    } else {
      json.startObject();
      writeMembers(json);
      json.endObject();
    }
  }

  /** How much memory a row may yet take. */
  static final class Room {
    /** About what an element or an attribute takes beside its text. */
    private static final int OVERHEAD = 128;

    private final int mostBytes;
    private long left;

    Room(int mostBytes) {
      this.mostBytes = mostBytes;
      this.left = mostBytes;
    }

    void take(int chars) throws BadRecordException {
      left -= OVERHEAD + chars;
      if (left < 0) {
        throw JsonRecord.tooLarge(mostBytes);
      }
    }
  }
}
