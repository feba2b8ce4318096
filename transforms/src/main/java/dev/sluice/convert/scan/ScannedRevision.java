package dev.sluice.convert.scan;

import static java.util.Objects.requireNonNull;

import dev.sluice.convert.records.TextState;
import dev.sluice.convert.records.WmfColumns;
import dev.sluice.convert.scan.Element.Child;
import dev.sluice.convert.scan.Element.Handler;
import dev.sluice.convert.scan.Element.Kind;
import dev.sluice.convert.scan.JsonBytes.Constant;
import dev.sluice.convert.scan.RowJson.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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

  private static final Map<TextState, Constant> STATES = new EnumMap<>(TextState.class);

  static {
    for (TextState state : TextState.values()) {
      STATES.put(state, Constant.of('"' + state.label() + '"'));
    }
  }

  private final Markup xml;
  private final ElementReader reader;
  final Field id = Field.number();
  final Field timestamp = Field.text();
  private final Field parentId = Field.number();
  private final Field comment = Field.text();
  private final Field sha1 = Field.text();
  private final Field ignored = Field.text();
  private final ScannedContributor contributor;
  private final Flag minor = new Flag();
  private final Field commentVisible = Field.text();
  private final Field contentVisible = Field.text();
  private final Field state = Field.text();

  /** The slot that the revision itself is. */
  final ScannedSlot own;

  private final Element element;
  private boolean commentDeleted;

  private final List<ScannedSlot> pool = new ArrayList<>();
  private final List<ScannedSlot> slots = new ArrayList<>();

  ScannedRevision(Markup xml, ElementReader reader) {
    this.xml = xml;
    this.reader = reader;
    this.contributor = new ScannedContributor(xml);
    this.own = new ScannedSlot(xml);
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

  /** The columns but for the slots, as {@link WmfColumns#REVISION} has them. */
  List<Column> columns() {
    return List.of(
        Column.of("revision_id", id),
        Column.of("revision_parent_id", parentId),
        Column.of("revision_dt", timestamp),
        Column.of("user_id", contributor.id),
        Column.of("user_text", contributor.name),
        Column.of("user_is_visible", contributor.visible),
        Column.of("revision_is_minor_edit", minor.field),
        Column.of("revision_comment", comment),
        Column.of("revision_comment_is_visible", commentVisible),
        Column.of("revision_sha1", sha1),
        Column.of("revision_size", own.size),
        Column.of("revision_content_is_visible", contentVisible),
        Column.of("revision_content_state", state));
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
    minor.field.is(JsonBytes.flag(false));
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
    TextState main = main().state();
    state.is(requireNonNull(STATES.get(main)));
    contentVisible.is(JsonBytes.flag(main != TextState.DELETED));
    commentVisible.is(JsonBytes.flag(!comment.isNull()));
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
    final Field field = Field.text();

    @Override
    void begin(Attributes attributes) {
      field.is(JsonBytes.flag(true));
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
