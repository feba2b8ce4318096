package dev.sluice.convert;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Tells which wiki a document is of. */
final class SiteReader {
  private static final Pattern FILE_NAME =
      Pattern.compile("^([a-z][a-z0-9_]*)-(\\d{8}|\\d{4}-\\d\\d-\\d\\d)-");
  private static final Set<String> SINGLE = Set.of("dbname");

  private SiteReader() {}

  /** The wiki that a dump file's name begins with; null if it begins otherwise. */
  static @Nullable String wikiOf(String fileName) {
    Matcher name = FILE_NAME.matcher(fileName);
    return name.find() ? name.group(1) : null;
  }

  /** The database name in a site information element, from version 0.9 on; null if it has none. */
  static @Nullable String wikiOf(XmlCursor at) throws XMLStreamException, IOException {
    String wiki = null;
    Set<String> seen = new HashSet<>();
    for (String child = at.nextChild(); child != null; child = at.nextChild()) {
      at.once(SINGLE, seen, child);
      switch (child) {
        case "dbname" -> wiki = at.textOrNull();
        case "sitename", "base", "generator", "case" -> at.ignoreText();
        case "namespaces" -> passNamespaces(at);
        default -> at.skip();
      }
    }
    return wiki;
  }

  private static void passNamespaces(XmlCursor at) throws XMLStreamException {
    for (String child = at.nextChild(); child != null; child = at.nextChild()) {
      if (child.equals("namespace")) {
        at.ignoreText();
      } else {
        at.skip();
      }
    }
  }
}
