package dev.sluice.pipeline;

import dev.sluice.sort.SortOrder;
import dev.sluice.storage.Compression;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How records are cut into parts: the same for every command that publishes. */
final class PartOptions {
  @ArgGroup(validate = false, heading = "%nParts:%n")
  private Group group = new Group();

  Compression compression() {
    return group.compression == null ? Compression.NONE : group.compression;
  }

  /** Whether the user asked for a compression, be it none. */
  boolean namesCompression() {
    return group.compression != null;
  }

  long partBytes() {
    return (long) group.partMiB << 20;
  }

  /** What the bytes of the parts depend on, for the manifest. */
  SortedMap<String, String> asOptions(SortOrder order) {
    SortedMap<String, String> options = new TreeMap<>();
    options.put("sortBy", order.toString());
    options.put("compression", compression().name().toLowerCase(Locale.ROOT));
    options.put("partMiB", Integer.toString(group.partMiB));
    return options;
  }

  private static final class Group {
    @Option(
        names = "--compression",
        paramLabel = "none|gzip|zstd",
        description = "Of the parts (default: none).")
    private @Nullable Compression compression;

    @Option(
        names = "--partMiB",
        paramLabel = "N",
        converter = Values.Mebibytes.class,
        description = "Size of a part before compression, in MiB (default: 512).")
    private int partMiB = 512;
  }
}
