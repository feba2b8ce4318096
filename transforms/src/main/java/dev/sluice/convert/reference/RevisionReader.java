package dev.sluice.convert.reference;

import dev.sluice.convert.records.BadRecordException;
import dev.sluice.convert.records.WmfColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLStreamException;

/** Reads a revision element ({@code RevisionType}, versions 0.3 to 0.11, children in any order). */
final class RevisionReader {
  private static final Set<String> SINGLE =
      Set.of(
          "id",
          "parentid",
          "timestamp",
          "contributor",
          "minor",
          "comment",
          "origin",
          "model",
          "format",
          "text",
          "sha1");
  private static final Set<String> SINGLE_IN_CONTENT =
      Set.of("role", "origin", "model", "format", "text");

  private final XmlCursor at;
  private final Whereabouts whereabouts;

  RevisionReader(XmlCursor at, Whereabouts whereabouts) {
    this.at = at;
    this.whereabouts = whereabouts;
  }

  Revision read() throws XMLStreamException, IOException {
    Long id = null;
    Long parentId = null;
    String timestamp = null;
    Contributor contributor = Contributor.SUPPRESSED;
    boolean minor = false;
    String comment = "";
    String sha1 = null;
    SlotReader main = new SlotReader();
    List<ContentSlot> others = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String child = at.nextChild(); child != null; child = at.nextChild()) {
      if (child.equals("content")) {
        others.add(content());
        continue;
      }
      at.once(SINGLE, seen, child);
      switch (child) {
        case "id" -> {
          id = at.id();
          whereabouts.inRevision(id);
        }
        case "parentid" -> parentId = at.id();
        case "timestamp" -> timestamp = at.text();
        case "contributor" -> contributor = Contributor.read(at);
        case "minor" -> {
          minor = true;
          at.skipChildren();
        }
        case "comment" -> comment = at.textUnlessDeleted();
        case "sha1" -> sha1 = at.textOrNull();
        default -> {
          if (!main.read(at, child)) {
            at.skip();
          }
        }
      }
    }
    return new Revision(
        id, parentId, timestamp, contributor, minor, comment, sha1, slots(main, others));
  }

  private ContentSlot content() throws XMLStreamException, IOException {
    SlotReader slot = new SlotReader();
    Set<String> seen = new HashSet<>();
    for (String child = at.nextChild(); child != null; child = at.nextChild()) {
      at.once(SINGLE_IN_CONTENT, seen, child);
      if (child.equals("role")) {
        slot.readRole(at);
      } else if (!slot.read(at, child)) {
        at.skip();
      }
    }
    return slot.slot();
  }

  /**
   * The main slot, which is the revision's own text and what goes with it, else the content of that
   * role, else a missing one; then the others by role.
   */
  private static List<ContentSlot> slots(SlotReader main, List<ContentSlot> others)
      throws BadRecordException {
    List<ContentSlot> slots = new ArrayList<>();
    if (main.any()
        || others.stream().noneMatch(other -> other.role().equals(WmfColumns.MAIN_SLOT))) {
      slots.add(main.slot(WmfColumns.MAIN_SLOT));
    }
    slots.addAll(others);
    slots.sort(
        Comparator.comparing((ContentSlot slot) -> !slot.role().equals(WmfColumns.MAIN_SLOT))
            .thenComparing(ContentSlot::role, CodePoints.ORDER));
    for (int i = 1; i < slots.size(); i++) {
      if (slots.get(i).role().equals(slots.get(i - 1).role())) {
        throw new BadRecordException(
            "page/revision has two slots of one role (\"%s\"; expected one)"
                .formatted(slots.get(i).role()));
      }
    }
    return slots;
  }
}
