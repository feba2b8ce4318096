package dev.sluice.fetch.clients;

import dev.sluice.dump.MirrorFiles.Entry;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a web page that lists a folder links to: the pages of nginx's and Apache's index modules,
 * and any other with plain links. Exact lengths are taken from where nginx writes them, after the
 * link and a time; rounded ones, as {@code 1.2M}, are none.
 */
final class IndexPage {
  private static final Pattern LINK =
      Pattern.compile(
          "<a\\s(?:[^>]*?\\s)?href\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')[^>]*>.*?</a>([^<\\n]*)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern TIME_AND_LENGTH =
      Pattern.compile("\\s+\\S+\\s+\\d\\d:\\d\\d(?::\\d\\d)?\\s+(\\d{1,18})\\s*");

  private IndexPage() {}

  /**
   * What is directly in the folder, each once.
   *
   * @param page where the page is: the folder's URI, ending in a slash
   */
  static List<Entry> entries(URI page, String html) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    Matcher links = LINK.matcher(html);
    while (links.find()) {
      String href = links.group(1) == null ? links.group(2) : links.group(1);
      String below = below(page, href.strip().replace("&amp;", "&"));
      boolean folder = below.endsWith("/");
      String name = folder ? below.substring(0, below.length() - 1) : below;
      if (!name.isEmpty() && name.indexOf('/') < 0) {
        Matcher length = TIME_AND_LENGTH.matcher(links.group(3));
        long bytes = !folder && length.matches() ? Long.parseLong(length.group(1)) : -1;
        entries.putIfAbsent(name, new Entry(name, folder, bytes));
      }
    }
    return List.copyOf(entries.values());
  }

  /** The path below the page's folder; empty if the link leads elsewhere, or sorts the page. */
  private static String below(URI page, String href) {
    try {
      URI target = page.resolve(href).normalize();
      String path = target.getPath();
      boolean file =
          path != null && target.getRawQuery() == null && target.getRawFragment() == null;
      boolean here = file && String.valueOf(page.getHost()).equalsIgnoreCase(target.getHost());
      return here && path.startsWith(page.getPath()) ? path.substring(page.getPath().length()) : "";
    } catch (IllegalArgumentException e) {
      return ""; // No URI, and so no name of a dump's file.
    }
  }
}
