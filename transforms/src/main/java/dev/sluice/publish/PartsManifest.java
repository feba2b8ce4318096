package dev.sluice.publish;

import dev.sluice.sort.Part;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What one command made of its inputs, without a graph: {@code _sluice/manifest.json} of {@code
 * convert} and {@code sort}.
 *
 * @param format version of this form: {@link Manifest#FORMAT}
 * @param inputs the inputs as the user named them, {@code -} for standard input
 * @param options the settings that the bytes of the parts depend on
 * @param parts the parts in order
 * @param records records in all of them
 * @param bytes their bytes before compression
 * @param skipped pages or log items of none of the wanted namespaces
 * @param unknownElements elements of the XML that no column takes: how often each was skipped
 * @param textStates how often each state of a text occurred
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
    Map<String, Long> textStates) {
  public static PartsManifest of(
      List<String> inputs,
      SortedMap<String, String> options,
      List<Part> parts,
      long skipped,
      Map<String, Long> unknownElements,
      Map<String, Long> textStates) {
    return new PartsManifest(
        Manifest.FORMAT,
        inputs,
        options,
        parts,
        parts.stream().mapToLong(Part::records).sum(),
        parts.stream().mapToLong(Part::bytes).sum(),
        skipped,
        unknownElements,
        textStates);
  }
}
