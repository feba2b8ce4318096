package dev.sluice.convert;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts what a dump file holds. */
final class Tally {
  private final UnknownElements unknown = new UnknownElements();
  private final SortedSet<String> versions = new TreeSet<>();
  private final SortedMap<String, Long> texts = new TreeMap<>();
  private int documents;
  private long pages;
  private long records;

  Tally() {
    for (TextState state : TextState.values()) {
      texts.put(state.label(), 0L);
    }
  }

  UnknownElements unknown() {
    return unknown;
  }

  void document(@Nullable String version) {
    documents++;
    if (version != null) {
      versions.add(version);
    }
  }

  void page() {
    pages++;
  }

  void record(Revision revision) {
    records++;
    for (Slot slot : revision.slots()) {
      texts.merge(slot.state().label(), 1L, Long::sum);
    }
  }

  ConversionSummary summary() {
    return new ConversionSummary(documents, pages, records, texts, unknown.counts(), versions);
  }
}
