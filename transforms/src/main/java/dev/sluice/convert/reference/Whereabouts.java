package dev.sluice.convert.reference;

import org.jspecify.annotations.Nullable;

/** Which page and revision, or which log item, are being read, for errors. */
final class Whereabouts {
  private boolean page;
  private @Nullable Long pageId;
  private @Nullable String title;
  private @Nullable Long revisionId;
  private @Nullable Long logItemId;

  void nowhere() {
    inPage(null, null);
    page = false;
    logItemId = null;
  }

  void inLogItem(@Nullable Long id) {
    nowhere();
    logItemId = id;
  }

  void inPage(@Nullable Long id, @Nullable String knownTitle) {
    page = true;
    pageId = id;
    title = knownTitle;
    revisionId = null;
  }

  void inRevision(@Nullable Long id) {
    revisionId = id;
  }

  /** Such as {@code , page 12 "Main Page", revision 34}; empty between pages. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (page && (pageId != null || title != null)) {
      text.append(", page");
      text.append(pageId == null ? "" : " " + pageId);
      text.append(title == null ? "" : " \"" + title + "\"");
    }
    text.append(logItemId == null ? "" : ", log item " + logItemId);
    return text.append(revisionId == null ? "" : ", revision " + revisionId).toString();
  }
}
