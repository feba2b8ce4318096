package dev.sluice.publish;

import dev.sluice.convert.VerifiedTexts;
import dev.sluice.sort.Part;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What one command made of its inputs, without a graph: {@code _sluice/manifest.json} of {@code
 * convert} and {@code sort}.
 *
 * @param format version of this form: {@link Manifest#FORMAT}
 * @param inputs the inputs as the user named them, {@code -} for standard input
 * @param options the settings that the bytes of the parts depend on, and whether texts were
 *     verified
 * @param parts the parts in order
 * @param records records in all of them
 * @param bytes their bytes before compression
 * @param skipped pages or log items of none of the wanted namespaces
 * @param unknownElements elements of the XML that no column takes: how often each was skipped
 * @param textStates how often each state of a text occurred
 * @param referenceDocuments documents that went to the reference converter, wholly or from where
 *     scanners stopped
 * @param verifiedTexts how texts compare with their SHA-1s; null if that was not asked for
 */
public record PartsManifest(
    int format,
    List<String> inputs,
    SortedMap<String, String> options,
    List<Part> parts,
    long records,
    long bytes,
    long skipped,
    Map<String, Long> unknownElements,
    Map<String, Long> textStates,
    int referenceDocuments,
    @Nullable VerifiedTexts verifiedTexts)
    implements PublishedManifest {
  /** Of parts whose inputs hold nothing but records. */
  public static PartsManifest of(
      List<String> inputs, SortedMap<String, String> options, List<Part> parts) {
    return new PartsManifest(
        Manifest.FORMAT,
        inputs,
        options,
        parts,
        parts.stream().mapToLong(Part::records).sum(),
        parts.stream().mapToLong(Part::bytes).sum(),
        0,
        Map.of(),
        Map.of(),
        0,
        null);
  }

  /** Always: these commands write no manifest otherwise. */
  @Override
  public boolean complete() {
    return true;
  }

  /** The same with what was counted in the dump file that the records were made of. */
  public PartsManifest withCounts(
      long skippedPages,
      Map<String, Long> unknown,
      Map<String, Long> texts,
      int documentsByReference,
      @Nullable VerifiedTexts verified) {
    return new PartsManifest(
        format,
        inputs,
        options,
        parts,
        records,
        bytes,
        skippedPages,
        unknown,
        texts,
        documentsByReference,
        verified);
  }
}
