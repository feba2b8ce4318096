package dev.sluice.convert.scan;

import dev.sluice.convert.scan.Element.Child;
import dev.sluice.convert.scan.Element.Handler;
import dev.sluice.convert.scan.Element.Kind;

/** Who made a revision or a log item; null and not visible if that is suppressed. */
final class ScannedContributor extends Handler {
  static final Tag DELETED = Tag.of("deleted");

  private final Markup xml;
  final Field id = new Field();

  /** The user's name, or address if there is no name. */
  final Field name = new Field();

  private final Field ip = new Field();
  private final Field ignored = new Field();
  boolean visible;

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
    visible = false;
  }

  @Override
  void begin(Attributes attributes) {
    visible = !attributes.value(DELETED, ignored);
  }

  @Override
  void end() throws Stop {
    if (!visible) {
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
