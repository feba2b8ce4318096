package dev.sluice.convert;

import dev.sluice.dump.DumpFile;

/**
 * A file to convert as it comes.
 *
 * @param file what, and from whom
 * @param settings how
 */
public record DownloadAndConvertRequest(DumpFile file, ConvertSettings settings) {}
