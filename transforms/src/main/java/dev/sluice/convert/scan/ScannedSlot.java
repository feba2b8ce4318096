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

  private static final Constant BODY = Constant.of("{\"content_body\":");
  private static final Constant FORMAT = Constant.of(",\"content_format\":");
  private static final Constant MODEL = Constant.of(",\"content_model\":");
  private static final Constant CONTENT_SHA1 = Constant.of(",\"content_sha1\":");
  private static final Constant SIZE = Constant.of(",\"content_size\":");
  private static final Constant ORIGIN = Constant.of(",\"origin_rev_id\":");
  private static final Constant TEXT_ID = Constant.of(",\"text_id\":");
  private static final Constant TEXT_LOCATION = Constant.of(",\"text_location\":");

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
  private TextState state = TextState.MISSING;
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

  /**
   * Reads the content of one of {@link #ELEMENTS}.
   *
   * @param element which
   * @param path of the parent, with a slash at its end
   */
  int read(int at, int element, Tag tag, String path) throws Stop {
    any = true;
    switch (element) {
      case 0 -> {
        int end = xml.text(at, tag, path, origin);
        xml.values.id(origin);
        return end;
      }
      case 1 -> {
        return orNull(xml.text(at, tag, path, model), model);
      }
      case 2 -> {
        return orNull(xml.text(at, tag, path, format), format);
      }
      default -> {
        return text(at, tag, path);
      }
    }
  }

  private int text(int at, Tag tag, String path) throws Stop {
    boolean deleted = xml.attributes.value(DELETED, ignored);
    xml.attributes.value(ID, textId);
    xml.attributes.value(LOCATION, location);
    boolean located = !textId.isNull() || !location.isNull();
    boolean sized = xml.attributes.value(BYTES, size);
    orNull(at, xml.attributes.value(SHA1, sha1) ? sha1 : ignored);
    xml.values.id(size);
    xml.values.id(textId);
    int end = xml.text(at, tag, path, body);
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
    return end;
  }

  private static int orNull(int end, Field field) {
    if (field.isEmpty()) {
      field.none();
    }
    return end;
  }

  /** Writes the slot's object. */
  void write(JsonBytes out) throws Stop {
    out.reserve(0);
    out.put(BODY);
    body(out);
    out.put(FORMAT);
    xml.values.string(format, out);
    out.put(MODEL);
    xml.values.string(model, out);
    out.put(CONTENT_SHA1);
    xml.values.string(sha1, out);
    out.put(SIZE);
    xml.values.number(size, out);
    out.put(ORIGIN);
    xml.values.number(origin, out);
    out.put(TEXT_ID);
    xml.values.number(textId, out);
    out.put(TEXT_LOCATION);
    xml.values.string(location, out);
    out.put('}');
  }

  private void body(JsonBytes out) throws Stop {
    if (state == TextState.PRESENT || state == TextState.EMPTY) {
      xml.values.string(body, out);
      return;
    }
    // What is not shown has to be XML all the same.
    int length = out.length;
    xml.values.string(body, out);
    out.length = length;
    ignored.none();
    xml.values.string(ignored, out);
  }
}
