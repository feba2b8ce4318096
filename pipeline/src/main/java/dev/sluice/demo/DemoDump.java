package dev.sluice.demo;

import dev.sluice.dump.Dump;
import dev.sluice.generate.DumpKind;
import dev.sluice.generate.DumpSpec;
import dev.sluice.generate.GeneratedDump;
import dev.sluice.generate.GeneratedFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A generated dump in a mirror's legacy layout: {@code WIKI/DATE/} with numbered parts of
 * stub-meta-history, their sums and {@code dumpstatus.json}. The same arguments give the same dump.
 *
 * @param root where the layout begins
 * @param dump what it is called
 * @param files the parts' names, in page order
 * @param pages how many pages are in all of them
 * @param revisions how many revisions are in all of them
 */
public record DemoDump(Path root, Dump dump, List<String> files, long pages, long revisions) {
  public DemoDump {
    files = List.copyOf(files);
  }

  /**
   * Generates one; files of an earlier one by the same names are replaced.
   *
   * @param root where the layout begins; made if it is missing
   * @param dump a wiki and a date; its family is stub-meta-history
   * @param parts how many files, from 1; a single one has no number
   * @param bytesPerPart length of each one's XML to aim at
   * @param seed what distinguishes it from others of the same measures
   */
  public static DemoDump write(Path root, Dump dump, int parts, long bytesPerPart, long seed)
      throws IOException {
    String family = DumpKind.STUB_META_HISTORY.family();
    if (parts < 1 || !dump.family().equals(family) || dump.date().equals(Dump.LATEST)) {
      throw new IllegalArgumentException(
          "Cannot make demo dump %s in %d parts (expected WIKI/DATE/%s, 1 or more)"
              .formatted(dump, parts, family));
    }
    Path folder = root.resolve(dump.wiki()).resolve(dump.date());
    String prefix = dump.wiki() + "-" + dump.date() + "-";
    List<String> files = new ArrayList<>();
    long pages = 0;
    long revisions = 0;
    DumpSpec spec =
        DumpSpec.of(DumpKind.STUB_META_HISTORY, bytesPerPart, seed).withWiki(dump.wiki());
    for (int part = 1; part <= parts; part++) {
      String name = prefix + family + (parts == 1 ? "" : String.valueOf(part)) + ".xml.gz";
      GeneratedDump made = GeneratedFile.write(spec, folder.resolve(name), false);
      files.add(name);
      pages += made.pages();
      revisions += made.revisions();
      spec = spec.after(made).withSeed(seed + part);
    }
    LegacyListing.write(folder, dump, files);
    return new DemoDump(root, dump, files, pages, revisions);
  }

  /**
   * Makes a mirror of the dump that lacks some files; its sums and status name them still.
   *
   * @param otherRoot an empty or missing folder, which gets links where the disk has them
   */
  public void mirrorTo(Path otherRoot, Set<String> without) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(otherRoot.resolve(root.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!without.contains(String.valueOf(file.getFileName()))) {
              linkOrCopy(file, otherRoot.resolve(root.relativize(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void linkOrCopy(Path file, Path other) throws IOException {
    Files.deleteIfExists(other);
    try {
      Files.createLink(other, file);
    } catch (UnsupportedOperationException | IOException e) {
      Files.copy(file, other);
    }
  }
}
