package dev.sluice.convert.reference;

import dev.sluice.convert.records.TextState;
import java.io.IOException;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Gathers a slot's elements, which come in any order. */
final class SlotReader {
  private boolean any;
  private @Nullable String role;
  private @Nullable String format;
  private @Nullable String model;
  private @Nullable Long origin;
  private @Nullable Text text;

  /** Reads the element that the cursor is at if it is one of a slot's; tells whether it was. */
  boolean read(XmlCursor at, String name) throws XMLStreamException, IOException {
    switch (name) {
      case "origin" -> origin = at.id();
      case "model" -> model = at.textOrNull();
      case "format" -> format = at.textOrNull();
      case "text" -> text = Text.read(at);
      default -> {
        return false;
      }
    }
    any = true;
    return true;
  }

  void readRole(XmlCursor at) throws XMLStreamException, IOException {
    role = at.text();
  }

  /** Whether there was an element of the slot. */
  boolean any() {
    return any;
  }

  /** The slot; its role is the empty one if it was not told. */
  ContentSlot slot() {
    return slot(role == null ? "" : role);
  }

  ContentSlot slot(String knownRole) {
    Text given = text == null ? Text.ABSENT : text;
    return new ContentSlot(
        knownRole,
        given.state(),
        given.body(),
        format,
        model,
        given.sha1(),
        given.size(),
        origin,
        given.id(),
        given.location());
  }

  /** A text element ({@code TextType}). */
  private record Text(
      TextState state,
      @Nullable String body,
      @Nullable String sha1,
      @Nullable Long size,
      @Nullable Long id,
      @Nullable String location) {
    static final Text ABSENT = new Text(TextState.MISSING, null, null, null, null, null);

    static Text read(XmlCursor at) throws XMLStreamException, IOException {
      boolean deleted = at.deleted();
      boolean located = at.attribute("id") != null || at.attribute("location") != null;
      boolean sized = at.attribute("bytes") != null;
      String sha1 = at.attribute("sha1");
      Long size = at.idAttribute("bytes");
      Long id = at.idAttribute("id");
      String location = at.attribute("location");
      String body = at.text();
      TextState state =
          deleted
              ? TextState.DELETED
              : !body.isEmpty()
                  ? TextState.PRESENT
                  : located
                      ? TextState.STUB
                      : !sized || (size != null && size == 0) ? TextState.EMPTY : TextState.MISSING;
      boolean shown = state == TextState.PRESENT || state == TextState.EMPTY;
      return new Text(
          state,
          shown ? body : null,
          sha1 == null || sha1.isEmpty() ? null : sha1,
          size,
          id,
          location);
    }
  }
}
