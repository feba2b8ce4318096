package dev.sluice.convert.scan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An element whose children are known: which, where their texts go, and what is made of them. Every
 * child may come once, but for those that say otherwise; unknown ones are skipped and counted.
 */
final class Element {
  /** Sees to what its table does not tell. */
  abstract static class Handler {
    /** The start tag has been read; the attributes are at hand. */
    void begin(Attributes attributes) throws Stop {}

    /** All of it has been read. */
    void end() throws Stop {}

    /** The start tag of a child of {@link Kind#OWN} has been read. */
    void beginText(int child, Attributes attributes) throws Stop {}

    /** All of that child has been read. */
    void endText(int child) throws Stop {}
  }

  /** What becomes of a child. */
  enum Kind {
    /** A text, as it is. */
    TEXT,
    /** A text that is null if empty. */
    TEXT_OR_NULL,
    /** An integer. */
    INTEGER,
    /** An integer that is null if -1. */
    ID,
    /** A text of which the handler is told. */
    OWN,
    /** An element with children. */
    ELEMENT,
    /** The same, as often as it comes. */
    ELEMENTS,
    /** It is left to the caller, and so is what comes after it. */
    STOP
  }

  /**
   * A child.
   *
   * @param text where a text goes; null if it is none
   * @param element null if it is a text
   */
  record Child(String name, Kind kind, @Nullable Field text, @Nullable Element element) {
    static Child text(String name, Kind kind, Field text) {
      return new Child(name, kind, text, null);
    }

    static Child element(Element element, Kind kind) {
      return new Child(element.name, kind, null, element);
    }

    static Child stop(String name) {
      return new Child(name, Kind.STOP, null, null);
    }
  }

  final String name;
  final Tag tag;
  final String path;
  final Handler handler;
  final Tag.Choice children;
  final Kind[] kinds;
  final @Nullable Element[] elements;

  /** Where the children's texts go; it may change whenever the element begins. */
  @Nullable Field[] texts;

  /** What stood after each child when another text came at once. */
  final Separator[] after;

  /** Which children there were, by bits. */
  int seen;

  /**
   * @param path of it, with a slash at its end
   */
  Element(String name, String path, Handler handler, Child... children) {
    this.name = name;
    this.tag = Tag.of(name);
    this.path = path;
    this.handler = handler;
    this.children = new Tag.Choice(Arrays.stream(children).map(Child::name).toArray(String[]::new));
    this.kinds = Arrays.stream(children).map(Child::kind).toArray(Kind[]::new);
    this.elements = Arrays.stream(children).map(Child::element).toArray(Element[]::new);
    this.texts = Arrays.stream(children).map(Child::text).toArray(Field[]::new);
    this.after = new Separator[children.length];
    Arrays.setAll(after, i -> new Separator());
  }

  /** Notes a child that has begun. */
  void note(int child) throws Stop {
    int bit = 1 << child;
    if ((seen & bit) != 0 && kinds[child] != Kind.ELEMENTS) {
      throw Stop.DOUBT;
    }
    seen |= bit;
  }
}
