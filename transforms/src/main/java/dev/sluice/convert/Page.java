package dev.sluice.convert;

import org.jspecify.annotations.Nullable;

/** A page's own elements ({@code PageType}), as far as the records have them. */
record Page(
    @Nullable Long id,
    @Nullable Long namespaceId,
    @Nullable String title,
    @Nullable String redirectTarget,
    @Nullable String restrictions) {}
