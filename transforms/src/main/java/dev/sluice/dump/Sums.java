package dev.sluice.dump;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Files of checksums as {@code md5sum}, {@code sha1sum} and {@code sha256sum} write them. */
final class Sums {
  private static final Pattern LINE =
      Pattern.compile("^([0-9a-fA-F]{32,64}) [ *](?:\\S*/)?([^/\\s]+)\\r?$", Pattern.MULTILINE);

  private Sums() {}

  /** The checksums by file name. A line cut short is left out. */
  static Map<String, Checksum> parse(byte[] text) {
    Map<String, Checksum> sums = new LinkedHashMap<>();
    Matcher lines = LINE.matcher(new String(text, UTF_8));
    while (lines.find()) {
      Checksum checksum = checksum(lines.group(1));
      if (checksum != null) {
        sums.put(lines.group(2), checksum);
      }
    }
    return sums;
  }

  /** The checksum that a value is, told by its length; null if it is none. */
  static @Nullable Checksum checksum(String hex) {
    if (!hex.matches("[0-9a-fA-F]*")) {
      return null;
    }
    return switch (hex.length()) {
      case 32 -> new Checksum(Checksum.Algorithm.MD5, hex);
      case 40 -> new Checksum(Checksum.Algorithm.SHA1, hex);
      case 64 -> new Checksum(Checksum.Algorithm.SHA256, hex);
      default -> null;
    };
  }
}
