package dev.sluice.convert.reference;

import dev.sluice.convert.records.BadRecordException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page element ({@code PageType}): its own elements at once, then revision by revision, so
 * that its size does not matter. For that, the page's own elements have to come before its
 * revisions, as the schema has them.
 */
final class PageReader {
  private static final String REVISION = "revision";
  private static final Set<String> SINGLE = Set.of("title", "ns", "id", "redirect", "restrictions");

  private final XmlCursor at;
  private final Whereabouts whereabouts;
  private final RevisionReader revisions;
  private final Page page;
  private final Set<String> seen = new HashSet<>();
  private boolean atRevision;
  private boolean inRevisions;
  private boolean ended;
  private @Nullable Long id;
  private @Nullable Long namespaceId;
  private @Nullable String title;
  private @Nullable String redirectTarget;
  private @Nullable String restrictions;

  /**
   * Reads the page up to its first revision.
   *
   * @param at a cursor at the page element
   * @param wiki the document's wiki, null if unknown
   */
  PageReader(XmlCursor at, Whereabouts whereabouts, @Nullable String wiki)
      throws XMLStreamException, IOException {
    this.at = at;
    this.whereabouts = whereabouts;
    this.revisions = new RevisionReader(at, whereabouts);
    whereabouts.inPage(null, null);
    atRevision = toRevision();
    page = new Page(wiki, id, namespaceId, title, redirectTarget, restrictions);
  }

  Page page() {
    return page;
  }

  /** The page's next revision; null, with the cursor past the page, when there are no more. */
  @Nullable Revision nextRevision() throws XMLStreamException, IOException {
    if (!atRevision && !toRevision()) {
      return null;
    }
    atRevision = false;
    return revisions.read();
  }

  /** Passes what is left of the page, without looking at it. */
  void pass() throws XMLStreamException {
    if (atRevision) {
      at.pass();
    }
    if (!ended) {
      at.pass();
      end();
    }
  }

  private boolean toRevision() throws XMLStreamException, IOException {
    if (ended) {
      return false;
    }
    for (String child = at.nextChild(); child != null; child = at.nextChild()) {
      if (child.equals(REVISION)) {
        inRevisions = true;
        whereabouts.inPage(id, title);
        return true;
      }
      readOwn(child);
    }
    end();
    return false;
  }

  private void end() {
    ended = true;
    whereabouts.nowhere();
  }

  private void readOwn(String child) throws XMLStreamException, IOException {
    if (inRevisions && SINGLE.contains(child)) {
      throw new BadRecordException(
          "there is a %s after a revision (expected it before)".formatted(at.path()));
    }
    at.once(SINGLE, seen, child);
    switch (child) {
      case "title" -> title = at.text();
      case "ns" -> namespaceId = at.integer();
      case "id" -> id = at.id();
      case "redirect" -> {
        redirectTarget = at.attribute("title");
        at.skipChildren();
      }
      case "restrictions" -> restrictions = at.text();
      default -> at.skip();
    }
    whereabouts.inPage(id, title);
  }
}
