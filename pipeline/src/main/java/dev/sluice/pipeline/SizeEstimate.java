package dev.sluice.pipeline;

import dev.sluice.convert.ConvertedFile;
import dev.sluice.dump.DumpFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How large what is made of a dump's files is, as far as it can be told.
 *
 * @param json all records as NDJSON; null if it cannot be told
 * @param staged all records as they are staged; null if it cannot be told
 * @param basis how that is known, or why it is not, in a few words
 */
record SizeEstimate(@Nullable ByteRange json, @Nullable ByteRange staged, String basis) {
  /**
   * The sizes, from the files that are converted already if there are any.
   *
   * @param files the dump's
   * @param converted those that are converted
   */
  static SizeEstimate of(
      List<DumpFile> files, List<ConvertedFile> converted, RunSettings settings) {
    long bytes = files.stream().mapToLong(DumpFile::bytes).sum();
    long known = converted.stream().mapToLong(file -> file.raw().bytes()).sum();
    long json = converted.stream().mapToLong(file -> file.run().bytes()).sum();
    long staged = converted.stream().mapToLong(file -> file.run().file().bytes()).sum();
    if (converted.size() == files.size()) {
      return new SizeEstimate(
          ByteRange.exactly(json), ByteRange.exactly(staged), "all files are converted");
    }
    if (known > 0) {
      double share = (double) bytes / known;
      return new SizeEstimate(
          ByteRange.exactly((long) (json * share)),
          ByteRange.exactly((long) (staged * share)),
          "estimated by the %d of %d files that are converted, %s bytes of JSON for each of theirs"
              .formatted(
                  converted.size(),
                  files.size(),
                  String.format(Locale.ROOT, "%.1f", (double) json / known)));
    }
    Optional<Expansion> expansion = Expansion.of(files.get(0), settings.records());
    return expansion.isPresent()
        ? new SizeEstimate(
            expansion.get().json(bytes),
            expansion.get().staged(bytes),
            "estimated by the files' size, %s for each byte, as measured on other dumps"
                .formatted(expansion.get()))
        : new SizeEstimate(
            null, null, "nothing was measured for such files and records, and none is converted");
  }
}
