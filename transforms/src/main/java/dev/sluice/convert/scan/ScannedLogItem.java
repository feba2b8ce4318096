package dev.sluice.convert.scan;

import dev.sluice.convert.records.NamespaceFilter;
import dev.sluice.convert.records.Site;
import dev.sluice.convert.records.WmfColumns;
import dev.sluice.convert.scan.Element.Child;
import dev.sluice.convert.scan.Element.Handler;
import dev.sluice.convert.scan.Element.Kind;
import dev.sluice.convert.scan.RowJson.Column;
import java.util.List;

/** What {@code LogItemReader} reads, for scanners. Used again for the next one. */
final class ScannedLogItem extends Handler {
  static final Tag LOG_ITEM = Tag.of("logitem");

  private static final String PATH = "logitem/";

  private final Markup xml;
  private final ElementReader reader;
  private final ScannedContributor contributor;
  private final WikiColumn wiki = new WikiColumn();
  private final Field id = Field.number();
  private final Field timestamp = Field.text();
  private final Field comment = Field.text();
  private final Field type = Field.text();
  private final Field action = Field.text();
  private final Field title = Field.text();
  private final Field params = Field.text();
  private final Field commentVisible = Field.text();
  private final Field visible = Field.text();
  private final Field ignored = Field.text();
  private final Element element;
  private boolean commentDeleted;
  private boolean hidden;

  ScannedLogItem(Markup xml, ElementReader reader) {
    this.xml = xml;
    this.reader = reader;
    this.contributor = new ScannedContributor(xml);
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

  /**
   * Reads a log item, from its start tag to its end tag's end.
   *
   * @param site the document's
   */
  int read(int at, Site site) throws Stop {
    wiki.in(site);
    return reader.read(element, at + 1 + LOG_ITEM.length());
  }

  /** All columns, as {@link WmfColumns#LOG_ITEM} has them. */
  List<Column> columns() {
    return List.of(
        Column.of("wiki_id", wiki.field),
        Column.of("log_id", id),
        Column.of("log_dt", timestamp),
        Column.of("user_id", contributor.id),
        Column.of("user_text", contributor.name),
        Column.of("user_is_visible", contributor.visible),
        Column.of("log_comment", comment),
        Column.of("log_comment_is_visible", commentVisible),
        Column.of("log_type", type),
        Column.of("log_action", action),
        Column.of("log_title", title),
        Column.of("log_params", params),
        Column.of("log_is_visible", visible));
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
    hidden = false;
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
    if (hidden) {
      xml.values.validate(title);
      xml.values.validate(params);
      title.none();
      params.none();
    }
    visible.is(JsonBytes.flag(!hidden));
    commentVisible.is(JsonBytes.flag(!comment.isNull()));
  }

  /** It stands in the place of title and parameters. */
  private final class Text extends Handler {
    @Override
    void begin(Attributes attributes) {
      hidden = attributes.value(ScannedContributor.DELETED, ignored);
    }
  }
}
