package dev.sluice.demo;

import dev.sluice.dump.Dump;
import dev.sluice.step.Json;
import dev.sluice.storage.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files beside a legacy dump that tell what is in it: {@code …-md5sums.txt}, {@code
 * …-sha1sums.txt} and {@code dumpstatus.json} (version 0.8).
 */
record LegacyListing(String version, Map<String, Job> jobs) {
  record Job(String status, String updated, Map<String, Part> files) {}

  record Part(long size, String url, String md5, String sha1) {}

  private static final String STUBS_JOB = "xmlstubsdump";

  /** Writes them for the files of these names in the folder. */
  static void write(Path folder, Dump dump, List<String> files) throws IOException {
    Map<String, Part> parts = new TreeMap<>();
    StringBuilder md5sums = new StringBuilder();
    StringBuilder sha1sums = new StringBuilder();
    for (String name : files) {
      Part part = part(folder.resolve(name), dump);
      parts.put(name, part);
      md5sums.append(part.md5()).append("  ").append(name).append('\n');
      sha1sums.append(part.sha1()).append("  ").append(name).append('\n');
    }
    String date = dump.date();
    String updated =
        "%s-%s-%s 03:04:05"
            .formatted(date.substring(0, 4), date.substring(4, 6), date.substring(6, 8));
    LegacyListing status =
        new LegacyListing("0.8", Map.of(STUBS_JOB, new Job("done", updated, parts)));
    String prefix = dump.wiki() + "-" + date;
    Files.writeString(folder.resolve(prefix + "-md5sums.txt"), md5sums);
    Files.writeString(folder.resolve(prefix + "-sha1sums.txt"), sha1sums);
    Files.writeString(folder.resolve("dumpstatus.json"), Json.prettyText(status));
  }

  private static Part part(Path file, Dump dump) throws IOException {
    MessageDigest md5 = Digests.of("MD5");
    MessageDigest sha1 = Digests.of("SHA-1");
    try (InputStream in = Files.newInputStream(file);
        OutputStream toSha1 = new DigestOutputStream(OutputStream.nullOutputStream(), sha1);
        OutputStream toBoth = new DigestOutputStream(toSha1, md5)) {
      in.transferTo(toBoth);
    }
    return new Part(
        Files.size(file),
        "/" + dump.wiki() + "/" + dump.date() + "/" + file.getFileName(),
        HexFormat.of().formatHex(md5.digest()),
        HexFormat.of().formatHex(sha1.digest()));
  }
}
