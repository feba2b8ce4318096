package dev.sluice.convert.scan;

import dev.sluice.convert.records.TextState;
import org.jspecify.annotations.Nullable;

/** What {@code SlotReader} gathers, for scanners; used again for the next revision. */
final class ScannedSlot {
  private static final Tag ID = Tag.of("id");
  private static final Tag LOCATION = Tag.of("location");
  private static final Tag BYTES = Tag.of("bytes");
  private static final Tag SHA1 = Tag.of("sha1");

  private final Markup xml;
  final Field role = Field.text();
  final Field size = Field.number();
  final Field body = Field.text();
  final Field format = Field.text();
  final Field model = Field.text();
  final Field origin = Field.number();
  private final Field sha1 = Field.text();
  private final Field textId = Field.number();
  private final Field location = Field.text();
  private final Field ignored = Field.text();
  private final Field shown = Field.text();

  /** Where the texts of a content element's children go. */
  final @Nullable Field[] ofContent = {role, origin, model, format, body};

  /** The members of its object, as {@code WmfColumns.SLOT} has them. */
  final Field[] values = {shown, format, model, sha1, size, origin, textId, location};

  private TextState state = TextState.MISSING;
  private boolean deleted;
  private boolean located;
  private boolean sized;

  ScannedSlot(Markup xml) {
    this.xml = xml;
  }

  void clear() {
    role.none();
    size.none();
    body.none();
    format.none();
    model.none();
    sha1.none();
    origin.none();
    textId.none();
    location.none();
    shown.none();
    state = TextState.MISSING;
  }

  TextState state() {
    return state;
  }

  /** Takes the attributes of the text element. */
  void beginText(Attributes attributes) throws Stop {
    deleted = attributes.value(ScannedContributor.DELETED, ignored);
    attributes.value(ID, textId);
    attributes.value(LOCATION, location);
    located = !textId.isNull() || !location.isNull();
    sized = attributes.value(BYTES, size);
    if (attributes.value(SHA1, sha1) && sha1.isEmpty()) {
      sha1.none();
    }
    xml.values.id(size);
    xml.values.id(textId);
  }

  /** Sees to the text, which has been read. */
  void endText() throws Stop {
    boolean zero =
        !size.isNull()
            && size.to - size.from == 1
            && (size.decoded ? xml.decoded.bytes : xml.bytes)[size.from] == '0';
    state =
        deleted
            ? TextState.DELETED
            : !body.isEmpty()
                ? TextState.PRESENT
                : located ? TextState.STUB : !sized || zero ? TextState.EMPTY : TextState.MISSING;
    if (state == TextState.PRESENT || state == TextState.EMPTY) {
      shown.set(body);
    } else if (!body.isEmpty()) {
      // What is not shown has to be XML all the same.
      xml.values.validate(body);
    }
  }
}
