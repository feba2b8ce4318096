package dev.sluice.convert.records;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a document says about its wiki.
 *
 * @param wiki the database name, else what the file's name begins with; null if unknown
 * @param namespaces ids by the names that titles begin with; empty if unknown
 */
public record Site(@Nullable String wiki, Map<String, Long> namespaces) {
  private static final Pattern FILE_NAME =
      Pattern.compile("^([a-z][a-z0-9_]*)-(\\d{8}|\\d{4}-\\d\\d-\\d\\d)-");

  public Site {
    namespaces = Map.copyOf(namespaces);
  }

  /** The wiki that a dump file's name begins with; null if it begins otherwise. */
  public static @Nullable String wikiOf(String fileName) {
    Matcher name = FILE_NAME.matcher(fileName);
    return name.find() ? name.group(1) : null;
  }
}
