package dev.sluice.convert;

import dev.sluice.convert.records.ConversionSummary;
import org.jspecify.annotations.Nullable;

/**
 * What became of a dump file.
 *
 * @param summary what it held
 * @param referenceDocuments how many of its documents the reference converter took, from the first
 *     byte on or from where scanners stopped; none where scanners took all
 * @param verifiedTexts how its texts compare with their SHA-1s; null if that was not asked for
 */
public record Conversion(
    ConversionSummary summary, int referenceDocuments, @Nullable VerifiedTexts verifiedTexts) {}
