package dev.sluice.dump;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /**
   * Asks a mirror. One that need not list all that it has is asked for the dump's records all the
   * same; one that lists nothing is taken to hold what its records promise; and it is asked for the
   * lengths that neither list nor records tell.
   */
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
      byte[] text = record(files, mirror, access, folder + "/", name);
      if (text != null) {
        sums.add(Sums.parse(text));
      }
    }
    byte[] json = record(files, mirror, access, folder + "/", Layout.STATUS);
    DumpStatus status = json == null ? null : status(mirror, json, folder);
    if (files.isEmpty()) {
      promised(status, sums).forEach(name -> files.put(name, -1L));
    }
    for (Map.Entry<String, Long> file : files.entrySet()) {
      boolean open = file.getValue() < 0 && layout.parse(file.getKey()) != null;
      if (open && (status == null || status.bytes(file.getKey()) < 0)) {
        file.setValue(access.length(folder + "/" + file.getKey()));
      }
    }
    return new Holding(mirror, files, status, sums);
  }

  /** One of the dump's own records; null if the mirror does not have it. */
  private static byte @Nullable [] record(
      Map<String, Long> files, Mirror mirror, MirrorFiles access, String folder, String name)
      throws IOException {
    if (files.containsKey(name)) {
      return read(mirror, access, folder + name);
    }
    try {
      return access.listsAll() ? null : access.read(folder + name);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** The files that records promise as done. */
  private static Set<String> promised(
      @Nullable DumpStatus status, List<Map<String, Checksum>> sums) {
    Set<String> names = new LinkedHashSet<>();
    if (status != null) {
      status.jobs().values().stream()
          .filter(DumpStatus.Job::done)
          .forEach(job -> names.addAll(job.files().keySet()));
    }
    sums.forEach(file -> names.addAll(file.keySet()));
    return names;
  }

  private static @Nullable DumpStatus status(Mirror mirror, byte[] json, String folder)
      throws IOException {
    try {
      return DumpStatus.parse(json);
    } catch (JsonProcessingException e) {
      LOG.warn(
          "Passed over {}/{} of {}: {}",
          folder,
          Layout.STATUS,
          mirror.name(),
          e.getOriginalMessage());
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
