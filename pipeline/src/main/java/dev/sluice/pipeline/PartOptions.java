package dev.sluice.pipeline;

import dev.sluice.sort.SortOrder;
import dev.sluice.storage.Compression;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How records are cut into parts: the same for every command that publishes. */
final class PartOptions {
  private static final int MAX_MIB = 1024 * 1024;

  @ArgGroup(validate = false, heading = "%nParts:%n")
  private Group group = new Group();

  Compression compression() {
    return group.compression;
  }

  long partBytes() {
    return (long) mib("--partMiB", group.partMiB) << 20;
  }

  /** What the bytes of the parts depend on, for the manifest. */
  SortedMap<String, String> asOptions(SortOrder order) {
    SortedMap<String, String> options = new TreeMap<>();
    options.put("sortBy", order.toString());
    options.put("compression", group.compression.name().toLowerCase(Locale.ROOT));
    options.put("partMiB", Integer.toString(group.partMiB));
    return options;
  }

  /**
   * Checks a size in MiB.
   *
   * @throws UsageException if it is out of bounds
   */
  static int mib(String option, int value) {
    if (value < 1 || value > MAX_MIB) {
      throw new UsageException(
          "Cannot use %s=%d (expected 1 to %d)".formatted(option, value, MAX_MIB));
    }
    return value;
  }

  private static final class Group {
    @Option(
        names = "--compression",
        paramLabel = "none|gzip|zstd",
        description = "Of the parts (default: none).")
    private Compression compression = Compression.NONE;

    @Option(
        names = "--partMiB",
        paramLabel = "N",
        description = "Size of a part before compression, in MiB (default: 512).")
    private int partMiB = 512;
  }
}
