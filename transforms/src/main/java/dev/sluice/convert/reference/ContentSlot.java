package dev.sluice.convert.reference;

import dev.sluice.convert.records.TextState;
import org.jspecify.annotations.Nullable;

/**
 * One of a revision's contents ({@code ContentType}; the main one's elements are the revision's).
 *
 * @param body null when deleted, stub or missing
 * @param size the text's {@code @bytes}
 */
record ContentSlot(
    String role,
    TextState state,
    @Nullable String body,
    @Nullable String format,
    @Nullable String model,
    @Nullable String sha1,
    @Nullable Long size,
    @Nullable Long origin,
    @Nullable Long textId,
    @Nullable String textLocation) {}
