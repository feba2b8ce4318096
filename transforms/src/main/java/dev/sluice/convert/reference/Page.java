package dev.sluice.convert.reference;

import org.jspecify.annotations.Nullable;

/**
 * A page's own elements ({@code PageType}), as far as the records have them.
 *
 * @param wiki the document's wiki, if known
 */
record Page(
    @Nullable String wiki,
    @Nullable Long id,
    @Nullable Long namespaceId,
    @Nullable String title,
    @Nullable String redirectTarget,
    @Nullable String restrictions) {}
