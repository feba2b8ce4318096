package dev.sluice.convert;

import dev.sluice.fetch.RawFile;

/**
 * A file to convert.
 *
 * @param raw what
 * @param settings how
 */
public record ConvertRequest(RawFile raw, ConvertSettings settings) {}
