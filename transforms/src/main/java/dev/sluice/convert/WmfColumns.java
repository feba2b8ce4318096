package dev.sluice.convert;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code --shape=wmf}: the columns of Wikimedia's content-history table, in its order. */
final class WmfColumns {
  private WmfColumns() {}

  /** Writes the columns that all revisions of a page have in common. */
  static void writePage(JsonRecord json, @Nullable String wiki, Page page) throws IOException {
    json.string("wiki_id", wiki);
    json.integer("page_id", page.id());
    json.integer("page_namespace_id", page.namespaceId());
    json.string("page_title", page.title());
    json.string("page_redirect_target", page.redirectTarget());
    json.string("page_restrictions", page.restrictions());
  }

  /** Writes a revision's own columns. */
  static void writeRevision(JsonRecord json, Revision revision) throws IOException {
    Contributor contributor = revision.contributor();
    TextState state = revision.main().state();
    json.integer("revision_id", revision.id());
    json.integer("revision_parent_id", revision.parentId());
    json.string("revision_dt", revision.timestamp());
    json.integer("user_id", contributor.id());
    json.string("user_text", contributor.name());
    json.flag("user_is_visible", contributor.visible());
    json.flag("revision_is_minor_edit", revision.minor());
    json.string("revision_comment", revision.comment());
    json.flag("revision_comment_is_visible", revision.comment() != null);
    json.string("revision_sha1", revision.sha1());
    json.integer("revision_size", revision.main().size());
    json.flag("revision_content_is_visible", state != TextState.DELETED);
    json.string("revision_content_state", state.label());
    json.startObject("revision_content_slots");
    for (Slot slot : revision.slots()) {
      json.startObject(slot.role());
      json.string("content_body", slot.body());
      json.string("content_format", slot.format());
      json.string("content_model", slot.model());
      json.string("content_sha1", slot.sha1());
      json.integer("content_size", slot.size());
      json.integer("origin_rev_id", slot.origin());
      json.integer("text_id", slot.textId());
      json.string("text_location", slot.textLocation());
      json.endObject();
    }
    json.endObject();
  }
}
