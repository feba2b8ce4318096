package dev.sluice.sort;

import dev.sluice.storage.Compression;
import java.net.URI;
import java.util.UUID;

/** How the files of a sort are named. */
final class FileNames {
  private FileNames() {}

  /** A file or folder within a folder, whether or not the folder's URI ends in a slash. */
  static URI in(URI folder, String name) {
    String base = folder.toString();
    return URI.create(base.endsWith("/") ? base + name : base + "/" + name);
  }

  /** A folder that no other sort uses, not even another attempt at the same one. */
  static URI own(URI work, String purpose) {
    return in(work, purpose + "-" + UUID.randomUUID());
  }

  static String part(int part, int parts, Compression compression) {
    return "part-%05d-of-%05d.ndjson%s".formatted(part, parts, compression.suffix());
  }

  static String sorted(Run run) {
    return "sorted-%05d.run".formatted(run.ordinal());
  }
}
