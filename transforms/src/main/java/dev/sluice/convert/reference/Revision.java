package dev.sluice.convert.reference;

import dev.sluice.convert.records.Tally;
import dev.sluice.convert.records.WmfColumns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A revision ({@code RevisionType}).
 *
 * @param comment null if it is suppressed
 * @param slots the main one first, the others by role
 */
record Revision(
    @Nullable Long id,
    @Nullable Long parentId,
    @Nullable String timestamp,
    Contributor contributor,
    boolean minor,
    @Nullable String comment,
    @Nullable String sha1,
    List<ContentSlot> slots) {
  Revision {
    if (slots.isEmpty() || !slots.get(0).role().equals(WmfColumns.MAIN_SLOT)) {
      throw new IllegalArgumentException("slots: no main one (expected it first)");
    }
    slots = List.copyOf(slots);
  }

  void countTexts(Tally tally) {
    slots.forEach(slot -> tally.texts(slot.state(), 1));
  }

  ContentSlot main() {
    return slots.get(0);
  }
}
