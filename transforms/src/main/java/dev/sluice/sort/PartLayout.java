package dev.sluice.sort;

import dev.sluice.storage.Compression;
import java.io.Serializable;
import java.net.URI;

/**
 * What parts to make of sorted runs.
 *
 * @param order the order of the runs
 * @param folder where the parts go: {@code part-00000-of-00042.ndjson} with the compression's
 *     suffix
 * @param partBytes uncompressed size to aim at
 * @param compression how they are compressed
 * @param work folder for temporary runs; not the parts' folder
 */
public record PartLayout(
    SortOrder order, URI folder, long partBytes, Compression compression, URI work)
    implements Serializable {
  public PartLayout {
    if (partBytes <= 0) {
      throw new IllegalArgumentException("partBytes: " + partBytes + " (expected 1 or more)");
    }
  }
}
