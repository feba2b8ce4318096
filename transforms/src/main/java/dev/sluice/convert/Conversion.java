package dev.sluice.convert;

import dev.sluice.convert.records.ConversionSummary;

/**
 * What became of a dump file.
 *
 * @param summary what it held
 * @param referenceDocuments how many of its documents the reference converter took, from the first
 *     byte on or from where scanners stopped; none where scanners took all
 */
public record Conversion(ConversionSummary summary, int referenceDocuments) {}
