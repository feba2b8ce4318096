package dev.sluice.convert.scan;

import static java.util.Objects.requireNonNull;

import dev.sluice.convert.scan.Element.Kind;

/**
 * Reads elements by their tables, in one loop for all of them: so little code is compiled soon, and
 * well.
 */
final class ElementReader {
  private static final int MOST_DEPTH = 8;

  private final Markup xml;
  private final Element[] open = new Element[MOST_DEPTH];

  /** Where the last text's end tag begins, if it is followed at once; and whose child it was. */
  private int endOfText;

  private int lastChild;

  ElementReader(Markup xml) {
    this.xml = xml;
  }

  /**
   * Reads an element, up to its end tag's end, or to the start tag of a child of {@link Kind#STOP}.
   *
   * @param at where its name in the start tag ends
   */
  int read(Element root, int at) throws Stop {
    byte[] bytes = xml.bytes;
    int depth = 0;
    Element element = root;
    int i = begin(element, at);
    boolean ended = xml.selfClosed;
    while (true) {
      if (ended) {
        element.handler.end();
        endOfText = -1;
        if (depth == 0) {
          return i;
        }
        element = open[--depth];
      }
      ended = false;
      i = xml.gap(i, element.path);
      if (bytes[i + 1] == '/') {
        i = xml.endTag(i, element.tag);
        ended = true;
        continue;
      }
      int child = element.children.at(bytes, i + 1);
      if (child < 0) {
        i = xml.skip(i, element.path);
        endOfText = -1;
        continue;
      }
      Kind kind = element.kinds[child];
      if (kind == Kind.STOP) {
        return i;
      }
      element.note(child);
      int name = i + 1 + element.children.tag(child).length();
      if (kind == Kind.ELEMENT || kind == Kind.ELEMENTS) {
        open[depth++] = element;
        element = requireNonNull(element.elements[child]);
        i = begin(element, name);
        ended = xml.selfClosed;
      } else {
        i = texts(element, child, xml.restOfStartTag(name));
      }
    }
  }

  private int begin(Element element, int name) throws Stop {
    int i = xml.restOfStartTag(name);
    element.seen = 0;
    element.handler.begin(xml.attributes);
    endOfText = -1;
    return i;
  }

  /** Reads the text of a child, and of those that follow it as they did the last time. */
  private int texts(Element element, int first, int start) throws Stop {
    byte[] bytes = xml.bytes;
    if (endOfText >= 0 && xml.attributes.none() && !xml.selfClosed) {
      element.after[lastChild].learn(bytes, endOfText, start, first);
    }
    int child = first;
    int at = start;
    while (true) {
      Field text = requireNonNull(element.texts[child]);
      Kind kind = element.kinds[child];
      if (kind == Kind.OWN) {
        element.handler.beginText(child, xml.attributes);
      }
      Separator next = element.after[child];
      int end = xml.selfClosed ? -1 : xml.textEnd(at);
      boolean follows = end >= 0 && next.isAt(bytes, end);
      int after;
      if (follows) {
        text.written(at, end);
        after = end + next.length();
      } else {
        after = xml.text(at, end, element.children.tag(child), element.path, text);
      }
      finish(element, child, kind, text);
      if (!follows) {
        endOfText = text.decoded ? -1 : end;
        lastChild = child;
        return after;
      }
      child = next.next();
      element.note(child);
      xml.attributes.clear();
      at = after;
    }
  }

  private void finish(Element element, int child, Kind kind, Field text) throws Stop {
    switch (kind) {
      case TEXT_OR_NULL -> {
        if (text.isEmpty()) {
          text.none();
        }
      }
      case INTEGER -> xml.values.integer(text);
      case ID -> xml.values.id(text);
      case OWN -> element.handler.endText(child);
      default -> {}
    }
  }
}
