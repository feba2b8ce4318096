package dev.sluice.convert.scan;

import dev.sluice.convert.records.NamespaceFilter;
import dev.sluice.convert.records.Site;
import dev.sluice.convert.scan.Element.Child;
import dev.sluice.convert.scan.Element.Handler;
import dev.sluice.convert.scan.Element.Kind;
import org.jspecify.annotations.Nullable;

/** What {@code LogItemReader} reads, for scanners. Used again for the next one. */
final class ScannedLogItem extends Handler {
  static final Tag LOG_ITEM = Tag.of("logitem");

  private static final String PATH = "logitem/";

  private final Markup xml;
  private final ElementReader reader;
  private final ScannedContributor contributor;
  private final Field id = new Field();
  private final Field timestamp = new Field();
  private final Field comment = new Field();
  private final Field type = new Field();
  private final Field action = new Field();
  private final Field title = new Field();
  private final Field params = new Field();
  private final Field ignored = new Field();
  private final Element element;
  private boolean commentDeleted;
  private boolean visible;

  /** The values of columns that are written as an element has them; null for the others. */
  final @Nullable Field[] columns;

  ScannedLogItem(Markup xml, ElementReader reader) {
    this.xml = xml;
    this.reader = reader;
    this.contributor = new ScannedContributor(xml);
    this.columns =
        new @Nullable Field[] {
          null,
          id,
          timestamp,
          contributor.id,
          contributor.name,
          null,
          comment,
          null,
          type,
          action,
          title,
          params,
          null
        };
    this.element =
        new Element(
            "logitem",
            PATH,
            this,
            Child.text("id", Kind.ID, id),
            Child.text("timestamp", Kind.TEXT, timestamp),
            Child.element(contributor.element(PATH), Kind.ELEMENT),
            Child.text("comment", Kind.OWN, comment),
            Child.text("type", Kind.TEXT, type),
            Child.text("action", Kind.TEXT, action),
            Child.element(new Element("text", PATH + "text/", new Text()), Kind.ELEMENT),
            Child.text("logtitle", Kind.TEXT, title),
            Child.text("params", Kind.TEXT, params));
  }

  /** Reads a log item, from its start tag to its end tag's end. */
  int read(int at) throws Stop {
    return reader.read(element, at + 1 + LOG_ITEM.length());
  }

  boolean userVisible() {
    return contributor.visible;
  }

  boolean commentVisible() {
    return !comment.isNull();
  }

  boolean visible() {
    return visible;
  }

  /** Whether its title is wanted. */
  boolean isTaken(NamespaceFilter namespaces, Site site) throws Stop {
    return ScannedPage.isTaken(namespaces, null, xml.values.value(title), site);
  }

  @Override
  void begin(Attributes attributes) {
    id.none();
    timestamp.none();
    contributor.clear();
    comment.written(0, 0);
    type.none();
    action.none();
    title.none();
    params.none();
    visible = true;
  }

  @Override
  void beginText(int child, Attributes attributes) {
    commentDeleted = attributes.value(ScannedContributor.DELETED, ignored);
  }

  @Override
  void endText(int child) throws Stop {
    if (commentDeleted) {
      xml.values.validate(comment);
      comment.none();
    }
  }

  @Override
  void end() throws Stop {
    if (!visible) {
      xml.values.validate(title);
      xml.values.validate(params);
      title.none();
      params.none();
    }
  }

  /** It stands in the place of title and parameters. */
  private final class Text extends Handler {
    @Override
    void begin(Attributes attributes) {
      visible = !attributes.value(ScannedContributor.DELETED, ignored);
    }
  }
}
