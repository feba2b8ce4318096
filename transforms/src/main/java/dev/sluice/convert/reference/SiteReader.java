package dev.sluice.convert.reference;

import dev.sluice.convert.records.Site;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Reads what a document says about its wiki. */
final class SiteReader {
  private static final Set<String> SINGLE = Set.of("dbname");

  private SiteReader() {}

  /**
   * Reads the site information, which has the database name from version 0.9 on.
   *
   * @param byName what the file's name tells
   */
  static Site read(XmlCursor at, @Nullable String byName) throws XMLStreamException, IOException {
    String wiki = null;
    Map<String, Long> namespaces = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (String child = at.nextChild(); child != null; child = at.nextChild()) {
      at.once(SINGLE, seen, child);
      switch (child) {
        case "dbname" -> wiki = at.textOrNull();
        case "sitename", "base", "generator", "case" -> at.ignoreText();
        case "namespaces" -> readNamespaces(at, namespaces);
        default -> at.skip();
      }
    }
    return new Site(wiki == null ? byName : wiki, namespaces);
  }

  private static void readNamespaces(XmlCursor at, Map<String, Long> namespaces)
      throws XMLStreamException, IOException {
    for (String child = at.nextChild(); child != null; child = at.nextChild()) {
      if (child.equals("namespace")) {
        Long id = at.integerAttribute("key");
        String name = at.text();
        if (id != null) {
          namespaces.put(name, id);
        }
      } else {
        at.skip();
      }
    }
  }
}
