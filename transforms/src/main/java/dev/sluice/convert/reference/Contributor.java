package dev.sluice.convert.reference;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Who made a revision or did what a log item tells ({@code ContributorType}).
 *
 * @param id the account's id; 0 for one of another wiki, null for an IP address
 * @param name the account's name, or the IP address
 * @param visible whether the dump tells
 */
record Contributor(@Nullable Long id, @Nullable String name, boolean visible) {
  static final Contributor SUPPRESSED = new Contributor(null, null, false);

  private static final Set<String> SINGLE = Set.of("id", "username", "ip");

  /** Reads the element that the cursor is at. */
  static Contributor read(XmlCursor at) throws XMLStreamException, IOException {
    boolean deleted = at.deleted();
    Long id = null;
    String name = null;
    String address = null;
    Set<String> seen = new HashSet<>();
    for (String child = at.nextChild(); child != null; child = at.nextChild()) {
      at.once(SINGLE, seen, child);
      switch (child) {
        case "id" -> id = at.id();
        case "username" -> name = at.text();
        case "ip" -> address = at.text();
        default -> at.skip();
      }
    }
    return deleted ? SUPPRESSED : new Contributor(id, name == null ? address : name, true);
  }
}
