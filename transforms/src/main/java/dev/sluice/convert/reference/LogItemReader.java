package dev.sluice.convert.reference;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Reads a log item ({@code LogItemType}, versions 0.3 to 0.11, children in any order). */
final class LogItemReader {
  private static final Set<String> SINGLE =
      Set.of(
          "id",
          "timestamp",
          "contributor",
          "comment",
          "type",
          "action",
          "text",
          "logtitle",
          "params");

  private final XmlCursor at;
  private final Whereabouts whereabouts;

  LogItemReader(XmlCursor at, Whereabouts whereabouts) {
    this.at = at;
    this.whereabouts = whereabouts;
  }

  LogItem read(@Nullable String wiki) throws XMLStreamException, IOException {
    Long id = null;
    String timestamp = null;
    Contributor contributor = Contributor.SUPPRESSED;
    String comment = "";
    String type = null;
    String action = null;
    String title = null;
    String params = null;
    boolean visible = true;
    Set<String> seen = new HashSet<>();
    for (String child = at.nextChild(); child != null; child = at.nextChild()) {
      at.once(SINGLE, seen, child);
      switch (child) {
        case "id" -> {
          id = at.id();
          whereabouts.inLogItem(id);
        }
        case "timestamp" -> timestamp = at.text();
        case "contributor" -> contributor = Contributor.read(at);
        case "comment" -> comment = at.textUnlessDeleted();
        case "type" -> type = at.text();
        case "action" -> action = at.text();
        case "logtitle" -> title = at.text();
        case "params" -> params = at.text();
        case "text" -> {
          // It stands in the place of title and parameters; nothing else may be in it.
          visible = !at.deleted();
          at.skipChildren();
        }
        default -> at.skip();
      }
    }
    return new LogItem(
        wiki,
        id,
        timestamp,
        contributor,
        comment,
        type,
        action,
        visible ? title : null,
        visible ? params : null,
        visible);
  }
}
