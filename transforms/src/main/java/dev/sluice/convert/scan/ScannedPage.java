package dev.sluice.convert.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.convert.records.BadRecordException;
import dev.sluice.convert.records.NamespaceFilter;
import dev.sluice.convert.records.Site;
import dev.sluice.convert.records.WmfColumns;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What {@code PageReader} reads before the first revision, for scanners: with it, the part of a
 * record that the page's revisions have in common.
 */
final class ScannedPage {
  static final Tag PAGE = Tag.of("page");

  static final String PATH = "page/";
  private static final List<String> COLUMNS = WmfColumns.PAGE;
  private static final byte[] START_OF_REVISION = "<revision>".getBytes(US_ASCII);

  private final Tag.Choice children =
      new Tag.Choice("title", "ns", "id", "redirect", "restrictions");
  private static final Tag TITLE = Tag.of("title");

  private final Markup xml;
  private final boolean[] published = new boolean[COLUMNS.size()];
  private final Field title = new Field();
  private final Field namespace = new Field();
  private final Field id = new Field();
  private final Field redirect = new Field();
  private final Field restrictions = new Field();
  private final JsonBytes prefix = new JsonBytes();
  private int start;
  private int end;
  private boolean ended;

  ScannedPage(Markup xml, Predicate<String> publishes) {
    this.xml = xml;
    for (int i = 0; i < published.length; i++) {
      published[i] = publishes.test(COLUMNS.get(i));
    }
  }

  /** Whether records have any of a page's columns. */
  boolean anyPublished() {
    for (boolean column : published) {
      if (column) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads a page up to its first revision's start tag, or to its own end tag's end.
   *
   * @param at where its start tag is
   * @param site the document's
   */
  int read(int at, Site site) throws Stop {
    start = at;
    title.none();
    namespace.none();
    id.none();
    redirect.none();
    restrictions.none();
    ended = false;
    int seen = 0;
    int i = xml.restOfStartTag(at + 1 + PAGE.length());
    ended = xml.selfClosed;
    while (!ended) {
      i = xml.gap(i, PATH);
      if (xml.bytes[i + 1] == '/') {
        i = xml.endTag(i, PAGE);
        ended = true;
      } else if (ScannedRevision.REVISION.isAt(xml.bytes, i + 1)) {
        break;
      } else {
        int child = children.at(xml.bytes, i + 1);
        if (child < 0) {
          i = xml.skip(i, PATH);
        } else {
          int bit = 1 << child;
          if ((seen & bit) != 0) {
            throw Stop.DOUBT;
          }
          seen |= bit;
          i = child(child, i);
        }
      }
    }
    end = i;
    writePrefix(site);
    return i;
  }

  private int child(int child, int at) throws Stop {
    Tag tag = children.tag(child);
    int i = xml.restOfStartTag(at + 1 + tag.length());
    switch (child) {
      case 0 -> {
        return xml.text(i, tag, PATH, title);
      }
      case 1 -> {
        i = xml.text(i, tag, PATH, namespace);
        xml.values.integer(namespace);
        return i;
      }
      case 2 -> {
        i = xml.text(i, tag, PATH, id);
        xml.values.id(id);
        return i;
      }
      case 3 -> {
        xml.attributes.value(TITLE, redirect);
        return xml.emptyContent(i, tag, PATH + "redirect/");
      }
      default -> {
        return xml.text(i, tag, PATH, restrictions);
      }
    }
  }

  private void writePrefix(Site site) throws Stop {
    prefix.clear();
    prefix.put('{');
    for (int i = 0; i < published.length; i++) {
      prefix.reserve(0);
      int length = prefix.length;
      if (length > 1) {
        prefix.put(',');
      }
      prefix.put('"');
      byte[] key = COLUMNS.get(i).getBytes(US_ASCII);
      prefix.put(key, 0, key.length);
      prefix.put('"');
      prefix.put(':');
      value(i, site, prefix);
      if (!published[i]) {
        prefix.length = length;
      }
    }
  }

  /** Writes the value of a column, by its number, while the page is at hand. */
  void value(int column, Site site, JsonBytes out) throws Stop {
    switch (column) {
      case 0 -> out.putString(site.wiki());
      case 1 -> xml.values.number(id, out);
      case 2 -> xml.values.number(namespace, out);
      case 3 -> xml.values.string(title, out);
      case 4 -> xml.values.string(redirect, out);
      case 5 -> xml.values.string(restrictions, out);
      default -> throw new IllegalStateException("column " + column);
    }
  }

  /** Whether an element is one that a page has before its revisions alone. */
  boolean isOwn(int at) {
    return children.at(xml.bytes, at + 1) >= 0;
  }

  /** Whether the page has no revisions: it is at an end. */
  boolean ended() {
    return ended;
  }

  /** What the records of its revisions begin with. */
  JsonBytes prefix() {
    return prefix;
  }

  /** Whether it is wanted. */
  boolean isTaken(NamespaceFilter namespaces, Site site) throws Stop {
    if (namespaces.takesAll()) {
      return true;
    }
    try {
      String number = xml.values.value(namespace);
      return namespaces.takes(
          number == null ? null : Long.valueOf(number),
          number == null ? xml.values.value(title) : null,
          site);
    } catch (BadRecordException e) {
      throw Stop.DOUBT;
    }
  }

  /** The page's bytes up to its first revision, with a revision's start tag after them. */
  byte[] head() {
    byte[] head = Arrays.copyOfRange(xml.bytes, start, end + START_OF_REVISION.length);
    System.arraycopy(START_OF_REVISION, 0, head, end - start, START_OF_REVISION.length);
    return head;
  }
}
