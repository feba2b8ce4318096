package dev.sluice.convert.scan;

import dev.sluice.convert.records.WmfColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code RevisionReader} reads, for scanners: where a revision's values are. Used again for
 * the next one.
 */
final class ScannedRevision {
  static final Tag REVISION = Tag.of("revision");

  private static final String PATH = "page/revision/";
  private static final String CONTENT_PATH = PATH + "content/";
  private static final String CONTRIBUTOR_PATH = PATH + "contributor/";
  private static final Tag MAIN = Tag.of(WmfColumns.MAIN_SLOT);
  private static final Tag DELETED = Tag.of("deleted");

  private final Tag.Choice children =
      new Tag.Choice(
          "id",
          "parentid",
          "timestamp",
          "contributor",
          "minor",
          "comment",
          "origin",
          "model",
          "format",
          "text",
          "sha1",
          "content");

  private static final int LAST_ID = 1;
  private static final int MINOR = 4;
  private static final int COMMENT = 5;
  private static final int FIRST_OF_SLOT = 6;
  private static final int LAST_OF_SLOT = 9;
  private static final int SHA1 = 10;
  private static final int CONTENT = 11;

  private final Tag.Choice inContent = new Tag.Choice("role", "origin", "model", "format", "text");
  private final Tag.Choice inContributor = new Tag.Choice("username", "id", "ip");

  private final Markup xml;
  final Field id = new Field();
  final Field parentId = new Field();
  final Field timestamp = new Field();
  final Field userId = new Field();
  final Field userName = new Field();
  final Field comment = new Field();
  final Field sha1 = new Field();
  boolean userVisible;
  boolean minor;

  /** The values of columns that are written as an element has them; null for the others. */
  final @Nullable Field[] columns = {
    id, parentId, timestamp, userId, userName, null, null, comment, null, sha1, null, null, null,
    null
  };

  private final Field ip = new Field();
  private final Field ignored = new Field();
  private final ScannedSlot own;

  /** Where the texts of children go; null for children that are no texts. */
  private final @Nullable Field[] texts;

  private final List<ScannedSlot> pool = new ArrayList<>();
  private final List<ScannedSlot> slots = new ArrayList<>();

  ScannedRevision(Markup xml) {
    this.xml = xml;
    this.own = new ScannedSlot(xml);
    Field[] ofSlot = own.elements;
    this.texts =
        new @Nullable Field[] {
          id, parentId, timestamp, null, null, comment, ofSlot[0], ofSlot[1], ofSlot[2], ofSlot[3],
          sha1, null
        };
  }

  /** The main slot, then the others by role. */
  List<ScannedSlot> slots() {
    return slots;
  }

  ScannedSlot main() {
    return slots.get(0);
  }

  /** Reads a revision, from the end of its name in the start tag to its end tag's end. */
  int read(int at) throws Stop {
    clear();
    int i = xml.restOfStartTag(at);
    int seen = 0;
    while (!xml.selfClosed) {
      i = xml.gap(i, PATH);
      if (xml.bytes[i + 1] == '/') {
        i = xml.endTag(i, REVISION);
        break;
      }
      int child = children.at(xml.bytes, i + 1);
      if (child < 0) {
        i = xml.skip(i, PATH);
      } else {
        seen = once(child, seen, child == CONTENT);
        Tag tag = children.tag(child);
        i = child(child, tag, xml.restOfStartTag(i + 1 + tag.length()));
      }
      xml.selfClosed = false;
    }
    putSlotsInOrder();
    return i;
  }

  private void clear() {
    id.none();
    parentId.none();
    timestamp.none();
    userId.none();
    userName.none();
    userVisible = false;
    minor = false;
    comment.written(0, 0);
    sha1.none();
    own.clear();
    slots.clear();
  }

  private static int once(int child, int seen, boolean several) throws Stop {
    int bit = 1 << child;
    if ((seen & bit) != 0 && !several) {
      throw Stop.DOUBT;
    }
    return seen | bit;
  }

  private int child(int child, Tag tag, int at) throws Stop {
    Field field = texts[child];
    if (field == null) {
      return other(child, tag, at);
    }
    boolean deleted = false;
    if (child == COMMENT) {
      deleted = xml.attributes.value(DELETED, ignored);
    } else if (child >= FIRST_OF_SLOT && child <= LAST_OF_SLOT) {
      own.begin(child - FIRST_OF_SLOT);
    }
    int end = xml.text(at, tag, PATH, field);
    if (child <= LAST_ID) {
      xml.values.id(field);
    } else if (child >= FIRST_OF_SLOT && child <= LAST_OF_SLOT) {
      own.end(child - FIRST_OF_SLOT);
    } else if (deleted) {
      xml.values.validate(field);
      field.none();
    } else if (child == SHA1 && field.isEmpty()) {
      field.none();
    }
    return end;
  }

  private int other(int child, Tag tag, int at) throws Stop {
    if (child == MINOR) {
      minor = true;
      return xml.emptyContent(at, tag, PATH + "minor/");
    }
    return child == CONTENT ? content(at, tag) : contributor(at, tag);
  }

  private int contributor(int at, Tag contributor) throws Stop {
    boolean deleted = xml.attributes.value(DELETED, ignored);
    ip.none();
    userVisible = !deleted;
    int seen = 0;
    int i = at;
    while (!xml.selfClosed) {
      i = xml.gap(i, CONTRIBUTOR_PATH);
      if (xml.bytes[i + 1] == '/') {
        i = xml.endTag(i, contributor);
        break;
      }
      int child = inContributor.at(xml.bytes, i + 1);
      if (child < 0) {
        i = xml.skip(i, CONTRIBUTOR_PATH);
      } else {
        seen = once(child, seen, false);
        Tag tag = inContributor.tag(child);
        Field field = child == 0 ? userName : child == 1 ? userId : ip;
        i = xml.text(xml.restOfStartTag(i + 1 + tag.length()), tag, CONTRIBUTOR_PATH, field);
      }
      xml.selfClosed = false;
    }
    xml.values.id(userId);
    if (deleted) {
      xml.values.validate(userName);
      xml.values.validate(ip);
      userId.none();
      userName.none();
    } else if (userName.isNull()) {
      userName.set(ip);
    } else {
      xml.values.validate(ip);
    }
    return i;
  }

  private int content(int at, Tag content) throws Stop {
    ScannedSlot slot = another();
    int seen = 0;
    int i = at;
    while (!xml.selfClosed) {
      i = xml.gap(i, CONTENT_PATH);
      if (xml.bytes[i + 1] == '/') {
        i = xml.endTag(i, content);
        break;
      }
      int child = inContent.at(xml.bytes, i + 1);
      if (child < 0) {
        i = xml.skip(i, CONTENT_PATH);
      } else {
        seen = once(child, seen, false);
        Tag tag = inContent.tag(child);
        int start = xml.restOfStartTag(i + 1 + tag.length());
        if (child > 0) {
          slot.begin(child - 1);
        }
        i = xml.text(start, tag, CONTENT_PATH, child == 0 ? slot.role : slot.elements[child - 1]);
        if (child > 0) {
          slot.end(child - 1);
        }
      }
      xml.selfClosed = false;
    }
    if (slot.role.isNull()) {
      slot.role.written(i, i);
    }
    return i;
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

  /** As {@code RevisionReader} has it. */
  private void putSlotsInOrder() throws Stop {
    if (slots.isEmpty()) {
      slots.add(own);
      return;
    }
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
    if (named && own.any()) {
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
}
