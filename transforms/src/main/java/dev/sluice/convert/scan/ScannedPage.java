package dev.sluice.convert.scan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.convert.records.BadRecordException;
import dev.sluice.convert.records.NamespaceFilter;
import dev.sluice.convert.records.Site;
import dev.sluice.convert.records.WmfColumns;
import dev.sluice.convert.scan.Element.Child;
import dev.sluice.convert.scan.Element.Handler;
import dev.sluice.convert.scan.Element.Kind;
import dev.sluice.convert.scan.RowJson.Column;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What {@code PageReader} reads before the first revision, for scanners: with it, the part of a
 * record that the page's revisions have in common.
 */
final class ScannedPage extends Handler {
  static final Tag PAGE = Tag.of("page");

  static final String PATH = "page/";
  private static final byte[] START_OF_REVISION = "<revision>".getBytes(US_ASCII);

  private static final Tag TITLE = Tag.of("title");

  private final Markup xml;
  private final ElementReader reader;
  private final WikiColumn wiki = new WikiColumn();
  private final Field title = Field.text();
  private final Field namespace = Field.number();
  private final Field id = Field.number();
  private final Field redirect = Field.text();
  private final Field restrictions = Field.text();
  private final Element element =
      new Element(
          "page",
          PATH,
          this,
          Child.text("title", Kind.TEXT, title),
          Child.text("ns", Kind.INTEGER, namespace),
          Child.text("id", Kind.ID, id),
          Child.element(new Element("redirect", PATH + "redirect/", new Redirect()), Kind.ELEMENT),
          Child.text("restrictions", Kind.TEXT, restrictions),
          Child.stop("revision"));
  private final RowJson json;
  private final boolean anyPublished;
  private final JsonBytes prefix = new JsonBytes();
  private int start;
  private int end;
  private boolean ended;

  ScannedPage(Markup xml, ElementReader reader, Predicate<String> publishes) {
    this.xml = xml;
    this.reader = reader;
    this.json = new RowJson(xml.values, columns(), publishes, false);
    this.anyPublished = WmfColumns.PAGE.stream().anyMatch(publishes);
  }

  /** As {@link WmfColumns#PAGE} has them. */
  private List<Column> columns() {
    return List.of(
        Column.of("wiki_id", wiki.field),
        Column.of("page_id", id),
        Column.of("page_namespace_id", namespace),
        Column.of("page_title", title),
        Column.of("page_redirect_target", redirect),
        Column.of("page_restrictions", restrictions));
  }

  /** Whether records have any of a page's columns. */
  boolean anyPublished() {
    return anyPublished;
  }

  /**
   * Reads a page up to its first revision's start tag, or to its own end tag's end.
   *
   * @param at where its start tag is
   * @param site the document's
   */
  int read(int at, Site site) throws Stop {
    start = at;
    end = reader.read(element, at + 1 + PAGE.length());
    wiki.in(site);
    prefix.clear();
    prefix.put('{');
    json.write(prefix);
    return end;
  }

  @Override
  void begin(Attributes attributes) {
    title.none();
    namespace.none();
    id.none();
    redirect.none();
    restrictions.none();
    ended = false;
  }

  @Override
  void end() {
    ended = true;
  }

  private final class Redirect extends Handler {
    @Override
    void begin(Attributes attributes) {
      attributes.value(TITLE, redirect);
    }
  }

  /** Writes the value of a column, by its number, while the page is at hand. */
  void value(int column, JsonBytes out) throws Stop {
    json.value(column, out);
  }

  /** Whether an element is one that a page has before its revisions alone. */
  boolean isOwn(int at) {
    return element.children.at(xml.bytes, at + 1) >= 0;
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
    String number = xml.values.value(namespace);
    return number == null
        ? isTaken(namespaces, null, xml.values.value(title), site)
        : isTaken(namespaces, Long.valueOf(number), null, site);
  }

  /** Whether what has that namespace, or else that title, is wanted. */
  static boolean isTaken(
      NamespaceFilter namespaces, @Nullable Long namespace, @Nullable String title, Site site)
      throws Stop {
    try {
      return namespaces.takes(namespace, title, site);
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
