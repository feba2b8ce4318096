package dev.sluice.convert.records;

import dev.sluice.sort.SortOrder;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code --shape=wmf}: the columns of Wikimedia's content-history table, and those of log items
 * named after them. Each list is in the order of a record's keys; both converters go by it.
 */
public final class WmfColumns {
  /** Under which key a page's record has its revisions. */
  public static final String REVISIONS = "revisions";

  /**
   * Under which key a revision's record has its slots: an object of {@link #SLOT} for each role.
   */
  public static final String SLOTS = "revision_content_slots";

  /** The role of the slot that every revision has. */
  public static final String MAIN_SLOT = "main";

  /** What there is of each slot. */
  public static final List<String> SLOT =
      List.of(
          "content_body",
          "content_format",
          "content_model",
          "content_sha1",
          "content_size",
          "origin_rev_id",
          "text_id",
          "text_location");

  /** The columns that all revisions of a page have in common. */
  public static final List<String> PAGE =
      List.of(
          "wiki_id",
          "page_id",
          "page_namespace_id",
          "page_title",
          "page_redirect_target",
          "page_restrictions");

  /** A revision's own columns. */
  public static final List<String> REVISION =
      List.of(
          "revision_id",
          "revision_parent_id",
          "revision_dt",
          "user_id",
          "user_text",
          "user_is_visible",
          "revision_is_minor_edit",
          "revision_comment",
          "revision_comment_is_visible",
          "revision_sha1",
          "revision_size",
          "revision_content_is_visible",
          "revision_content_state",
          SLOTS);

  /** The columns of a revision's record: its page's and its own. */
  public static final List<String> REVISION_OF_PAGE =
      Stream.concat(PAGE.stream(), REVISION.stream()).toList();

  /** The columns of a log item's record. */
  public static final List<String> LOG_ITEM =
      List.of(
          "wiki_id",
          "log_id",
          "log_dt",
          "user_id",
          "user_text",
          "user_is_visible",
          "log_comment",
          "log_comment_is_visible",
          "log_type",
          "log_action",
          "log_title",
          "log_params",
          "log_is_visible");

  /** The order of a page's revisions in its record. */
  public static final SortOrder ORDER_IN_PAGE = SortOrder.by("revision_dt", "revision_id");

  private WmfColumns() {}
}
