package dev.sluice.pipeline;

import dev.sluice.dump.Mirror;
import dev.sluice.storage.S3Storage;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the places that a user names: paths and URIs. */
final class Locations {
  /** Standard input or output. */
  static final String STANDARD_STREAM = "-";

  private static final String FILE = "file";
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
  private static final String S3 = "s3";
  private static final Pattern S3_PLACE = Pattern.compile("s3://([^/]*)(?:/(.*))?", Pattern.DOTALL);
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

  /** What names of folders are resolved against has no empty steps, and none up. */
  private static final Pattern BAD_KEY = Pattern.compile("//|/\\.{1,2}(/|$)|\\p{Cntrl}");

  private static final Pattern CONNECTIONS = Pattern.compile("(.*)\\?connections=([0-9]{1,4})");

  /** The public mirrors with FTP, with the default number of connections each. */
  static final List<Mirror> PUBLIC_MIRRORS =
      List.of(
          mirror("ftp://ftp.acc.umu.se/mirror/wikimedia.org/dumps/"),
          mirror("ftp://ftpmirror.your.org/pub/wikimedia/dumps/"),
          mirror("ftp://wikipedia.c3sl.ufpr.br/wikipedia/"));

  private Locations() {}

  /**
   * A file's place, from a path or a {@code file:} URI.
   *
   * @throws UsageException if it is neither
   */
  static URI file(String option, String text) {
    if (text.isBlank()) {
      throw new UsageException(
          "Cannot use %s=%s: it is empty (expected a path)".formatted(option, text));
    }
    if (!SCHEME.matcher(text).matches()) {
      return path(option, text, text).toAbsolutePath().normalize().toUri();
    }
    URI uri = uri(text);
    if (!FILE.equals(uri.getScheme())) {
      throw new UsageException(
          "Cannot use %s=%s: its scheme is not known (expected a path or a file: URI)"
              .formatted(option, text));
    }
    if (uri.isOpaque() || uri.getAuthority() != null || uri.getQuery() != null) {
      throw new UsageException(
          "Cannot use %s=%s: it is not the URI of a file here (expected file:/FOLDER/FILE or a path)"
              .formatted(option, text));
    }
    return path(option, text, uri.getPath()).normalize().toUri();
  }

  private static Path path(String option, String text, String path) {
    try {
      return Path.of(path);
    } catch (InvalidPathException e) {
      throw new UsageException(
          "Cannot use %s=%s: this locale cannot write the name (expected a UTF-8 locale, as with"
                  .formatted(option, text)
              + " LC_ALL=C.UTF-8)",
          e);
    }
  }

  /**
   * A file's place: as {@link #file}, or {@code s3://BUCKET/KEY}, in which nothing is escaped.
   *
   * @throws UsageException if it is none of these
   */
  static URI storedFile(String option, String text) {
    Matcher s3 = S3_PLACE.matcher(text);
    if (!s3.matches()) {
      requireFiles(option, text, "s3://BUCKET/KEY");
      return file(option, text);
    }
    String key = s3.group(2) == null ? "" : s3.group(2);
    if (!isPlace(s3.group(1), key) || key.isEmpty() || key.endsWith("/")) {
      throw new UsageException(
          "Cannot use %s=%s: it names no object on S3 (expected s3://BUCKET/KEY)"
              .formatted(option, text));
    }
    return S3Storage.uri(s3.group(1), key);
  }

  /**
   * A folder's place, ending in a slash: as {@link #folder}, or {@code s3://BUCKET/PREFIX}, in
   * which nothing is escaped.
   *
   * @throws UsageException if it is none of these
   */
  static URI storedFolder(String option, String text) {
    Matcher s3 = S3_PLACE.matcher(text);
    if (!s3.matches()) {
      requireFiles(option, text, "s3://BUCKET/PREFIX");
      return folder(option, text);
    }
    String key = s3.group(2) == null ? "" : s3.group(2);
    String folder = key.isEmpty() || key.endsWith("/") ? key : key + "/";
    if (!isPlace(s3.group(1), folder)) {
      throw new UsageException(
          "Cannot use %s=%s: it names no folder on S3 (expected s3://BUCKET or s3://BUCKET/PREFIX)"
              .formatted(option, text));
    }
    return S3Storage.uri(s3.group(1), folder);
  }

  private static void requireFiles(String option, String text, String onS3) {
    if (SCHEME.matcher(text).matches() && !text.startsWith(FILE + ":")) {
      throw new UsageException(
          "Cannot use %s=%s: its scheme is not known (expected a path, a file: URI or %s)"
              .formatted(option, text, onS3));
    }
  }

  private static boolean isPlace(String bucket, String key) {
    return BUCKET.matcher(bucket).matches() && !BAD_KEY.matcher("/" + key).find();
  }

  /** Whether it is on S3. */
  static boolean isS3(URI place) {
    return S3.equals(place.getScheme());
  }

  /** A place as users write it: a path where it is one, and without a slash at its end. */
  static String text(URI place) {
    return isS3(place)
        ? ("s3://" + place.getAuthority() + place.getPath()).replaceFirst("/$", "")
        : Path.of(place).toString();
  }

  /** A folder's place: as {@link #file}, ending in a slash. */
  static URI folder(String option, String text) {
    URI uri = file(option, text);
    return uri.getPath().endsWith("/") ? uri : URI.create(uri + "/");
  }

  /**
   * A mirror, from {@code URI[?connections=N]}; a path is a folder.
   *
   * @throws IllegalArgumentException with a sentence for the user if it is not one
   */
  static Mirror mirror(String text) {
    Matcher matcher = CONNECTIONS.matcher(text);
    boolean given = matcher.matches();
    String root = given ? matcher.group(1) : text;
    int connections = given ? Integer.parseInt(matcher.group(2)) : Mirror.DEFAULT_CONNECTIONS;
    boolean local = !SCHEME.matcher(root).matches() || root.startsWith(FILE + ":");
    int query = root.indexOf('?');
    if (query >= 0 && (!local || root.startsWith("?connections=", query))) {
      throw new UsageException(
          "Cannot use mirror %s: %s is not known (expected ?connections=N, N from 1 to 9999)"
              .formatted(text, root.substring(query)));
    }
    URI uri = local ? folder("--mirrors", root) : uri(root.endsWith("/") ? root : root + "/");
    if (uri.isOpaque()) {
      throw new UsageException(
          "Cannot use mirror %s: it names no host (expected https://HOST/PATH)".formatted(text));
    }
    return new Mirror(uri, connections);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new UsageException("Cannot use %s: it is not a URI".formatted(text), e);
    }
  }
}
