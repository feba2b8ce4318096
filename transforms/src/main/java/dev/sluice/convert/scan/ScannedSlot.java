package dev.sluice.convert.scan;

import dev.sluice.convert.records.TextState;
import dev.sluice.convert.scan.JsonBytes.Constant;

/** What {@code SlotReader} gathers, for scanners; used again for the next revision. */
final class ScannedSlot {
  /**
   * The elements of a slot, in the order of a {@link Tag.Choice} that has them one after another.
   */
  static final String[] ELEMENTS = {"origin", "model", "format", "text"};

  private static final Tag DELETED = Tag.of("deleted");
  private static final Tag ID = Tag.of("id");
  private static final Tag LOCATION = Tag.of("location");
  private static final Tag BYTES = Tag.of("bytes");
  private static final Tag SHA1 = Tag.of("sha1");

  private static final int ORIGIN = 0;
  private static final int TEXT = 3;

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
  private final Field body = new Field();
  private final Field format = new Field();
  private final Field model = new Field();
  private final Field sha1 = new Field();
  private final Field origin = new Field();
  private final Field textId = new Field();
  private final Field location = new Field();
  private final Field ignored = new Field();
  private final Field shown = new Field();

  /** Where the texts of {@link #ELEMENTS} go. */
  final Field[] elements = {origin, model, format, body};

  private final Field[] values = {shown, format, model, sha1, size, origin, textId, location};
  private TextState state = TextState.MISSING;
  private boolean deleted;
  private boolean located;
  private boolean sized;
  private boolean any;

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
    any = false;
  }

  /** Whether there was an element of the slot. */
  boolean any() {
    return any;
  }

  TextState state() {
    return state;
  }

  /** Takes the attributes of one of {@link #ELEMENTS}, by its number. */
  void begin(int element) throws Stop {
    any = true;
    if (element == TEXT) {
      deleted = xml.attributes.value(DELETED, ignored);
      xml.attributes.value(ID, textId);
      xml.attributes.value(LOCATION, location);
      located = !textId.isNull() || !location.isNull();
      sized = xml.attributes.value(BYTES, size);
      if (xml.attributes.value(SHA1, sha1) && sha1.isEmpty()) {
        sha1.none();
      }
      xml.values.id(size);
      xml.values.id(textId);
    }
  }

  /** Sees to the text of that element, which has been read into {@link #elements}. */
  void end(int element) throws Stop {
    Field text = elements[element];
    if (element == TEXT) {
      endText();
    } else if (element == ORIGIN) {
      xml.values.id(text);
    } else if (text.isEmpty()) {
      text.none();
    }
  }

  private void endText() throws Stop {
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
