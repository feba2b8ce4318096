package dev.sluice.dump;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one mirror has of a dump.
 *
 * @param files lengths by name; -1 where the mirror does not say
 * @param status its dumpstatus.json; null without one
 * @param sums its checksum files
 */
record Holding(
    Mirror mirror,
    Map<String, Long> files,
    @Nullable DumpStatus status,
    List<Map<String, Checksum>> sums) {
  private static final Logger LOG = LoggerFactory.getLogger(Holding.class);

  static Holding read(Layout layout, Mirror mirror, MirrorFiles access) throws IOException {
    String folder = layout.folder();
    Map<String, Long> files = new LinkedHashMap<>();
    for (MirrorFiles.Entry entry : access.list(folder)) {
      if (!entry.folder()) {
        files.put(entry.name(), entry.bytes());
      }
    }
    List<Map<String, Checksum>> sums = new ArrayList<>();
    for (String name : layout.sums()) {
      if (files.containsKey(name)) {
        byte[] text = read(mirror, access, folder + "/" + name);
        if (text != null) {
          sums.add(Sums.parse(text));
        }
      }
    }
    DumpStatus status =
        files.containsKey(Layout.STATUS)
            ? status(mirror, access, folder + "/" + Layout.STATUS)
            : null;
    return new Holding(mirror, files, status, sums);
  }

  private static @Nullable DumpStatus status(Mirror mirror, MirrorFiles access, String path)
      throws IOException {
    byte[] text = read(mirror, access, path);
    try {
      return text == null ? null : DumpStatus.parse(text);
    } catch (JsonProcessingException e) {
      LOG.warn("Passed over {} of {}: {}", path, mirror.name(), e.getOriginalMessage());
      return null;
    }
  }

  /** A file that the mirror lists; null if it is not there all the same, as behind a dead link. */
  private static byte @Nullable [] read(Mirror mirror, MirrorFiles access, String path)
      throws IOException {
    try {
      return access.read(path);
    } catch (NoSuchFileException e) {
      LOG.warn("Passed over {} of {}: it is listed, but not there", path, mirror.name());
      return null;
    }
  }

  /** Whether it has a file of the layout's family. */
  boolean hasFamily(Layout layout) {
    return files.keySet().stream().anyMatch(name -> layout.parse(name) != null);
  }

  /** What the mirror says about a dump of whose family it has nothing. */
  String absence(Layout layout) {
    if (files.isEmpty()) {
      return "no such folder " + layout.folder();
    }
    TreeSet<String> families = new TreeSet<>();
    for (String name : files.keySet()) {
      String family = layout.familyOf(name);
      if (family != null) {
        families.add(family);
      }
    }
    return "no file of that family"
        + (families.isEmpty() ? "" : " (it has " + String.join(", ", families) + ")");
  }
}
