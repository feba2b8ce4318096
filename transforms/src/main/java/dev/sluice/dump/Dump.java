package dev.sluice.dump;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * One dump of one wiki: what {@code --dump=WIKI/DATE/FAMILY} names.
 *
 * @param wiki database name, such as {@code enwiki}
 * @param date as the layout writes it: {@code 20260101} in the legacy layout, {@code 2026-01-01} in
 *     the content exports, or {@link #LATEST}, which a listing resolves
 * @param family which of its exports, such as {@code stub-meta-history} or {@code content-current}
 */
public record Dump(String wiki, String date, String family) implements Serializable {
  /** The date that stands for the newest complete dump. */
  public static final String LATEST = "latest";

  private static final Pattern WIKI = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern DATE = Pattern.compile("\\d{4}-?\\d\\d-?\\d\\d|latest");
  private static final Pattern FAMILY = Pattern.compile("[a-z][a-z-]*");
  private static final String CONTENT = "content-";

  public Dump {
    if (!WIKI.matcher(wiki).matches()
        || !DATE.matcher(date).matches()
        || !FAMILY.matcher(family).matches()) {
      throw new IllegalArgumentException(
          "Cannot use dump %s/%s/%s (expected WIKI/DATE/FAMILY as in enwiki/20260101/pages-articles"
                  .formatted(wiki, date, family)
              + ", DATE may be latest)");
    }
    if (!date.equals(LATEST)) {
      String digits = date.replace("-", "");
      date =
          family.startsWith(CONTENT)
              ? digits.substring(0, 4) + "-" + digits.substring(4, 6) + "-" + digits.substring(6)
              : digits;
    }
  }

  /**
   * Reads {@code WIKI/DATE/FAMILY}.
   *
   * @throws IllegalArgumentException with a sentence for the user if it is not of that form
   */
  public static Dump parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "Cannot use dump %s (expected WIKI/DATE/FAMILY as in enwiki/20260101/pages-articles)"
              .formatted(text));
    }
    return new Dump(parts[0], parts[1], parts[2]);
  }

  /** Whether it is one of the content file exports, not of the legacy layout. */
  @JsonIgnore
  public boolean isContentExport() {
    return family.startsWith(CONTENT);
  }

  public Dump withDate(String exactDate) {
    return new Dump(wiki, exactDate, family);
  }

  @Override
  public String toString() {
    return wiki + "/" + date + "/" + family;
  }
}
