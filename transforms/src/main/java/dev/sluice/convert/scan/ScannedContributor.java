package dev.sluice.convert.scan;

import dev.sluice.convert.scan.Element.Child;
import dev.sluice.convert.scan.Element.Handler;
import dev.sluice.convert.scan.Element.Kind;

/** Who made a revision or a log item; null and not visible if that is suppressed. */
final class ScannedContributor extends Handler {
  static final Tag DELETED = Tag.of("deleted");

  private final Markup xml;
  final Field id = Field.number();

  /** The user's name, or address if there is no name. */
  final Field name = Field.text();

  private final Field ip = Field.text();
  private final Field ignored = Field.text();

  /** Whether there is one that is not suppressed. */
  final Field visible = Field.text();

  private boolean seen;

  ScannedContributor(Markup xml) {
    this.xml = xml;
  }

  /**
   * The element.
   *
   * @param path of its parent, with a slash at its end
   */
  Element element(String path) {
    return new Element(
        "contributor",
        path + "contributor/",
        this,
        Child.text("username", Kind.TEXT, name),
        Child.text("id", Kind.ID, id),
        Child.text("ip", Kind.TEXT, ip));
  }

  /** There is none so far. */
  void clear() {
    id.none();
    name.none();
    ip.none();
    seen = false;
    visible.is(JsonBytes.flag(false));
  }

  @Override
  void begin(Attributes attributes) {
    seen = !attributes.value(DELETED, ignored);
    visible.is(JsonBytes.flag(seen));
  }

  @Override
  void end() throws Stop {
    if (!seen) {
      xml.values.validate(name);
      xml.values.validate(ip);
      id.none();
      name.none();
    } else if (name.isNull()) {
      name.set(ip);
    } else {
      xml.values.validate(ip);
    }
  }
}
