package dev.sluice.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;

/** The name that is a version: 32 random hexadecimal digits, a dot, the content in Base64. */
final class VersionName {
  private static final int RANDOM_DIGITS = 32;
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{" + RANDOM_DIGITS + "}\\.[A-Za-z0-9_-]*");

  private VersionName() {}

  /** A new version of this content, never equal to any other. */
  static String of(String content) {
    byte[] bytes = content.getBytes(UTF_8);
    if (bytes.length > VersionedFiles.MAX_CONTENT_BYTES) {
      throw new IllegalArgumentException(
          "content: %d bytes (expected at most %d)"
              .formatted(bytes.length, VersionedFiles.MAX_CONTENT_BYTES));
    }
    return UUID.randomUUID().toString().replace("-", "")
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static boolean is(String name) {
    return FORM.matcher(name).matches();
  }

  /** The same version; it becomes part of a path, so it has to be one. */
  static String checked(String version) {
    if (!is(version)) {
      throw new IllegalArgumentException("version: " + version + " (expected one of a local file)");
    }
    return version;
  }

  static String content(String version) throws IOException {
    try {
      return new String(Base64.getUrlDecoder().decode(version.substring(RANDOM_DIGITS + 1)), UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IOException("Cannot read version " + version + ": its content is damaged", e);
    }
  }
}
