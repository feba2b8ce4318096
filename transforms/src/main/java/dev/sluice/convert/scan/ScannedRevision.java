package dev.sluice.convert.scan;

import dev.sluice.convert.records.WmfColumns;
import dev.sluice.convert.scan.Element.Child;
import dev.sluice.convert.scan.Element.Handler;
import dev.sluice.convert.scan.Element.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code RevisionReader} reads, for scanners: where a revision's values are. Used again for
 * the next one.
 */
final class ScannedRevision extends Handler {
  static final Tag REVISION = Tag.of("revision");

  private static final String PATH = "page/revision/";
  private static final Tag MAIN = Tag.of(WmfColumns.MAIN_SLOT);
  private static final int COMMENT = 5;

  /** The bits of the children that are the revision's own slot. */
  private static final int OWN_SLOT = 0b1111 << 6;

  private final Markup xml;
  private final ElementReader reader;
  final Field id = new Field();
  final Field timestamp = new Field();
  private final Field parentId = new Field();
  private final Field comment = new Field();
  private final Field sha1 = new Field();
  private final Field ignored = new Field();
  private final ScannedContributor contributor;
  private final Flag minor = new Flag();
  private final ScannedSlot own;
  private final Element element;
  private boolean commentDeleted;

  /** The values of columns that are written as an element has them; null for the others. */
  final @Nullable Field[] columns;

  private final List<ScannedSlot> pool = new ArrayList<>();
  private final List<ScannedSlot> slots = new ArrayList<>();

  ScannedRevision(Markup xml, ElementReader reader) {
    this.xml = xml;
    this.reader = reader;
    this.contributor = new ScannedContributor(xml);
    this.own = new ScannedSlot(xml);
    this.columns =
        new @Nullable Field[] {
          id,
          parentId,
          timestamp,
          contributor.id,
          contributor.name,
          null,
          null,
          comment,
          null,
          sha1,
          null,
          null,
          null,
          null
        };
    this.element =
        new Element(
            "revision",
            PATH,
            this,
            Child.text("id", Kind.ID, id),
            Child.text("parentid", Kind.ID, parentId),
            Child.text("timestamp", Kind.TEXT, timestamp),
            Child.element(contributor.element(PATH), Kind.ELEMENT),
            Child.element(new Element("minor", PATH + "minor/", minor), Kind.ELEMENT),
            Child.text("comment", Kind.OWN, comment),
            Child.text("origin", Kind.ID, own.origin),
            Child.text("model", Kind.TEXT_OR_NULL, own.model),
            Child.text("format", Kind.TEXT_OR_NULL, own.format),
            Child.text("text", Kind.OWN, own.body),
            Child.text("sha1", Kind.TEXT_OR_NULL, sha1),
            Child.element(new Content().element, Kind.ELEMENTS));
  }

  /** The main slot, then the others by role. */
  List<ScannedSlot> slots() {
    return slots;
  }

  ScannedSlot main() {
    return slots.get(0);
  }

  boolean userVisible() {
    return contributor.visible;
  }

  boolean minor() {
    return minor.set;
  }

  boolean commentVisible() {
    return !comment.isNull();
  }

  /** Reads a revision, from the end of its name in the start tag to its end tag's end. */
  int read(int at) throws Stop {
    return reader.read(element, at);
  }

  @Override
  void begin(Attributes attributes) {
    id.none();
    parentId.none();
    timestamp.none();
    contributor.clear();
    minor.set = false;
    comment.written(0, 0);
    sha1.none();
    own.clear();
    slots.clear();
  }

  @Override
  void beginText(int child, Attributes attributes) throws Stop {
    if (child == COMMENT) {
      commentDeleted = attributes.value(ScannedContributor.DELETED, ignored);
    } else {
      own.beginText(attributes);
    }
  }

  @Override
  void endText(int child) throws Stop {
    if (child != COMMENT) {
      own.endText();
    } else if (commentDeleted) {
      xml.values.validate(comment);
      comment.none();
    }
  }

  /** As {@code RevisionReader} has it. */
  @Override
  void end() throws Stop {
    if (slots.isEmpty()) {
      slots.add(own);
    } else {
      putSlotsInOrder();
    }
  }

  private void putSlotsInOrder() throws Stop {
    for (ScannedSlot slot : slots) {
      xml.values.requirePlain(slot.role);
    }
    boolean named = slots.stream().anyMatch(slot -> xml.values.is(slot.role, MAIN));
    slots.sort(
        Comparator.comparing((ScannedSlot slot) -> !xml.values.is(slot.role, MAIN))
            .thenComparing(this::compareRoles));
    for (int i = 1; i < slots.size(); i++) {
      if (compareRoles(slots.get(i), slots.get(i - 1)) == 0) {
        throw Stop.DOUBT;
      }
    }
    if (named && (element.seen & OWN_SLOT) != 0) {
      throw Stop.DOUBT;
    }
    if (!named) {
      slots.add(0, own);
    }
  }

  private int compareRoles(ScannedSlot left, ScannedSlot right) {
    byte[] bytes = xml.bytes;
    return Arrays.compareUnsigned(
        bytes, left.role.from, left.role.to, bytes, right.role.from, right.role.to);
  }

  private ScannedSlot another() {
    if (slots.size() == pool.size()) {
      pool.add(new ScannedSlot(xml));
    }
    ScannedSlot slot = pool.get(slots.size());
    slot.clear();
    slots.add(slot);
    return slot;
  }

  /** An element that says yes by being there. */
  private static final class Flag extends Handler {
    boolean set;

    @Override
    void begin(Attributes attributes) {
      set = true;
    }
  }

  /** An element that is a slot. */
  private final class Content extends Handler {
    private ScannedSlot slot = new ScannedSlot(xml);
    private final Element element =
        new Element(
            "content",
            PATH + "content/",
            this,
            Child.text("role", Kind.TEXT, slot.role),
            Child.text("origin", Kind.ID, slot.origin),
            Child.text("model", Kind.TEXT_OR_NULL, slot.model),
            Child.text("format", Kind.TEXT_OR_NULL, slot.format),
            Child.text("text", Kind.OWN, slot.body));

    @Override
    void begin(Attributes attributes) {
      slot = another();
      element.texts = slot.ofContent;
    }

    @Override
    void beginText(int child, Attributes attributes) throws Stop {
      slot.beginText(attributes);
    }

    @Override
    void endText(int child) throws Stop {
      slot.endText();
    }

    @Override
    void end() {
      if (slot.role.isNull()) {
        slot.role.written(0, 0);
      }
    }
  }
}
