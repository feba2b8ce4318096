package dev.sluice.convert;

import dev.sluice.convert.ConvertStream.Staged;
import dev.sluice.convert.records.ConversionSummary;
import dev.sluice.fetch.RawFile;
import dev.sluice.sort.Run;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A dump file's records, staged.
 *
 * @param raw what they were made of
 * @param run where they are
 * @param pages pages in it
 * @param skipped pages or log items that are of none of the wanted namespaces
 * @param records records made of them
 * @param unknownElements elements that no column takes: how often each was skipped
 * @param textStates how often each state of a revision's text occurred
 * @param referenceDocuments see {@link Conversion#referenceDocuments}
 * @param verifiedTexts see {@link Conversion#verifiedTexts}
 */
public record ConvertedFile(
    RawFile raw,
    Run run,
    long pages,
    long skipped,
    long records,
    SortedMap<String, Long> unknownElements,
    SortedMap<String, Long> textStates,
    int referenceDocuments,
    @Nullable VerifiedTexts verifiedTexts) {
  static ConvertedFile of(RawFile raw, Staged staged) {
    Conversion conversion = staged.conversion();
    ConversionSummary summary = conversion.summary();
    return new ConvertedFile(
        raw,
        staged.run(),
        summary.pages(),
        summary.skipped(),
        summary.records(),
        summary.unknownElements(),
        summary.texts(),
        conversion.referenceDocuments(),
        conversion.verifiedTexts());
  }
}
