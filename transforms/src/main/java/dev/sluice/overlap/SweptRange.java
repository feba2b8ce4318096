package dev.sluice.overlap;

import dev.sluice.storage.StoredFile;

/**
 * The changes of a range of time: NDJSON in the order of time, as {@link Overlaps#writeChanges} has
 * them.
 *
 * @param file where they are
 * @param index the range's number, from 0, in the order of time
 * @param changes how many there are
 */
public record SweptRange(StoredFile file, int index, long changes) {}
