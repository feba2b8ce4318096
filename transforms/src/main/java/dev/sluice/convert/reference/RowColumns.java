package dev.sluice.convert.reference;

import static dev.sluice.convert.reference.Column.flag;
import static dev.sluice.convert.reference.Column.integer;
import static dev.sluice.convert.reference.Column.string;

import dev.sluice.convert.records.TextState;
import dev.sluice.convert.records.WmfColumns;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The columns {@link WmfColumns}, with what they take from the values that were read. */
final class RowColumns {
  /** What there is of each slot. */
  static final List<Column<ContentSlot>> SLOT =
      List.of(
          string("content_body", ContentSlot::body),
          string("content_format", ContentSlot::format),
          string("content_model", ContentSlot::model),
          string("content_sha1", ContentSlot::sha1),
          integer("content_size", ContentSlot::size),
          integer("origin_rev_id", ContentSlot::origin),
          integer("text_id", ContentSlot::textId),
          string("text_location", ContentSlot::textLocation));

  /** The columns that all revisions of a page have in common. */
  static final List<Column<Page>> PAGE =
      List.of(
          string("wiki_id", Page::wiki),
          integer("page_id", Page::id),
          integer("page_namespace_id", Page::namespaceId),
          string("page_title", Page::title),
          string("page_redirect_target", Page::redirectTarget),
          string("page_restrictions", Page::restrictions));

  /** A revision's own columns. */
  static final List<Column<Revision>> REVISION =
      join(
          join(
              List.of(
                  integer("revision_id", Revision::id),
                  integer("revision_parent_id", Revision::parentId),
                  string("revision_dt", Revision::timestamp)),
              contributor().map(column -> column.<Revision>of(Revision::contributor)).toList()),
          List.of(
              flag("revision_is_minor_edit", Revision::minor),
              string("revision_comment", Revision::comment),
              flag("revision_comment_is_visible", revision -> revision.comment() != null),
              string("revision_sha1", Revision::sha1),
              integer("revision_size", revision -> revision.main().size()),
              flag(
                  "revision_content_is_visible",
                  revision -> revision.main().state() != TextState.DELETED),
              string("revision_content_state", revision -> revision.main().state().label()),
              new Column<>(WmfColumns.SLOTS, RowColumns::slots)));

  /** The columns of a revision's record. */
  static final List<Column<RevisionOfPage>> REVISION_OF_PAGE =
      join(
          PAGE.stream().map(column -> column.<RevisionOfPage>of(RevisionOfPage::page)).toList(),
          REVISION.stream()
              .map(column -> column.<RevisionOfPage>of(RevisionOfPage::revision))
              .toList());

  /** The columns of a log item's record, named after those of a revision's. */
  static final List<Column<LogItem>> LOG_ITEM =
      join(
          join(
              List.of(
                  string("wiki_id", LogItem::wiki),
                  integer("log_id", LogItem::id),
                  string("log_dt", LogItem::timestamp)),
              contributor().map(column -> column.<LogItem>of(LogItem::contributor)).toList()),
          List.of(
              string("log_comment", LogItem::comment),
              flag("log_comment_is_visible", item -> item.comment() != null),
              string("log_type", LogItem::type),
              string("log_action", LogItem::action),
              string("log_title", LogItem::title),
              string("log_params", LogItem::params),
              flag("log_is_visible", LogItem::visible)));

  private RowColumns() {}

  /** Those of some columns whose names are chosen. */
  static <T> List<Column<T>> chosen(List<Column<T>> columns, Predicate<String> choice) {
    return columns.stream().filter(column -> choice.test(column.name())).toList();
  }

  private static Stream<Column<Contributor>> contributor() {
    return Stream.of(
        integer("user_id", Contributor::id),
        string("user_text", Contributor::name),
        flag("user_is_visible", Contributor::visible));
  }

  private static void slots(JsonRecord json, String key, Revision revision) throws IOException {
    json.startObject(key);
    for (ContentSlot slot : revision.slots()) {
      json.startObject(slot.role());
      for (Column<ContentSlot> column : SLOT) {
        column.write(json, slot);
      }
      json.endObject();
    }
    json.endObject();
  }

  private static <T> List<Column<T>> join(List<Column<T>> first, List<Column<T>> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
