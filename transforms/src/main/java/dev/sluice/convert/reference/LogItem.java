package dev.sluice.convert.reference;

import org.jspecify.annotations.Nullable;

/**
 * A log item ({@code LogItemType}).
 *
 * @param wiki the document's wiki, if known
 * @param comment null if it is suppressed
 * @param title of the page that it is about; null if it is suppressed
 * @param params null if they are suppressed
 * @param visible whether title and params are not suppressed
 */
record LogItem(
    @Nullable String wiki,
    @Nullable Long id,
    @Nullable String timestamp,
    Contributor contributor,
    @Nullable String comment,
    @Nullable String type,
    @Nullable String action,
    @Nullable String title,
    @Nullable String params,
    boolean visible) {}
