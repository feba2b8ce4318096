package dev.sluice.pipeline;

import dev.sluice.storage.Compression;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --output} of the commands that write one file, or parts. */
final class OutputOption {
  private static final String NAME = "--output";
  private static final Pattern FILE =
      Pattern.compile("(.*\\.ndjson)(\\.gz|\\.zst)?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** What ends so is meant as a file, and not as one that Sluice writes. */
  private static final Pattern OTHER_FILE =
      Pattern.compile(
          ".*\\.(json|jsonl|xml|csv|tsv|txt|sql|parquet|avro|orc|gz|bz2|7z|xz|zst|lz4|zip|tar)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  @Option(
      names = NAME,
      paramLabel = "FILE|FOLDER|-",
      description =
          "A file by a name ending in .ndjson, .ndjson.gz or .ndjson.zst; - is standard output,"
              + " compressed as --compression says; any other name is a folder, which gets parts"
              + " and a manifest. s3://BUCKET/KEY is on S3.")
  private @Nullable String text;

  /** Whether the user named one. */
  boolean isGiven() {
    return text != null;
  }

  /**
   * Where to write, found to be writable.
   *
   * @throws UsageException if it is not, or contradicts the compression asked for
   */
  Output output(PartOptions parts, Access access) {
    if (text == null) {
      throw new UsageException("Missing --output (expected --output=FILE, FOLDER or -)");
    }
    if (text.equals(Locations.STANDARD_STREAM)) {
      return new Output.StandardOutput(parts.compression());
    }
    Matcher name = FILE.matcher(text);
    if (name.matches()) {
      URI file = Locations.storedFile(NAME, text);
      requireAgreement(name.group(1), parts);
      access.requireWritableFile(NAME, file);
      return new Output.SingleFile(file);
    }
    if (OTHER_FILE.matcher(text).matches()) {
      throw new UsageException(
          "Cannot use %s=%s: no file of that ending is written".formatted(NAME, text)
              + " (expected .ndjson, .ndjson.gz, .ndjson.zst or a folder)");
    }
    URI folder = Locations.storedFolder(NAME, text);
    access.requireWritableFolder(NAME, folder);
    return new Output.PartsFolder(folder);
  }

  /**
   * One file, or standard output, found to be writable.
   *
   * @param text what the user typed
   */
  static Output.OneStream stream(@Nullable String text, Access access) {
    if (text == null) {
      throw new UsageException("Missing --output (expected --output=FILE or -)");
    }
    if (text.equals(Locations.STANDARD_STREAM)) {
      return new Output.StandardOutput(Compression.NONE);
    }
    if (!FILE.matcher(text).matches()) {
      throw new UsageException(
          "Cannot use %s=%s: it is not the name of a file that is written here"
                  .formatted(NAME, text)
              + " (expected one in .ndjson, .ndjson.gz or .ndjson.zst, or -)");
    }
    URI file = Locations.storedFile(NAME, text);
    access.requireWritableFile(NAME, file);
    return new Output.SingleFile(file);
  }

  private void requireAgreement(String plainName, PartOptions parts) {
    Compression given = parts.compression();
    if (parts.namesCompression() && Compression.ofName(String.valueOf(text)) != given) {
      throw new UsageException(
          "Cannot use --compression=%s with %s=%s: the name says otherwise (expected %s=%s%s)"
              .formatted(
                  given.name().toLowerCase(Locale.ROOT),
                  NAME,
                  text,
                  NAME,
                  plainName,
                  given.suffix()));
    }
  }
}
