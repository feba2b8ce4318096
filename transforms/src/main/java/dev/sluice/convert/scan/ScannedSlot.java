package dev.sluice.convert.scan;

import dev.sluice.convert.records.TextState;
import dev.sluice.convert.scan.JsonBytes.Constant;
import org.jspecify.annotations.Nullable;

/** What {@code SlotReader} gathers, for scanners; used again for the next revision. */
final class ScannedSlot {
  private static final Tag ID = Tag.of("id");
  private static final Tag LOCATION = Tag.of("location");
  private static final Tag BYTES = Tag.of("bytes");
  private static final Tag SHA1 = Tag.of("sha1");

  private static final Constant[] KEYS = {
    Constant.of("{\"content_body\":"),
    Constant.of(",\"content_format\":"),
    Constant.of(",\"content_model\":"),
    Constant.of(",\"content_sha1\":"),
    Constant.of(",\"content_size\":"),
    Constant.of(",\"origin_rev_id\":"),
    Constant.of(",\"text_id\":"),
    Constant.of(",\"text_location\":")
  };

  /** Which of them are numbers. */
  private static final boolean[] NUMBERS = {false, false, false, false, true, true, true, false};

  private final Markup xml;
  final Field role = new Field();
  final Field size = new Field();
  final Field body = new Field();
  final Field format = new Field();
  final Field model = new Field();
  final Field origin = new Field();
  private final Field sha1 = new Field();
  private final Field textId = new Field();
  private final Field location = new Field();
  private final Field ignored = new Field();
  private final Field shown = new Field();

  /** Where the texts of a content element's children go. */
  final @Nullable Field[] ofContent = {role, origin, model, format, body};

  private final Field[] values = {shown, format, model, sha1, size, origin, textId, location};
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

  /** Writes the slot's object. */
  void write(JsonBytes out) throws Stop {
    out.reserve(0);
    for (int i = 0; i < KEYS.length; i++) {
      out.put(KEYS[i]);
      xml.values.json(values[i], NUMBERS[i], out);
    }
    out.put('}');
  }
}
