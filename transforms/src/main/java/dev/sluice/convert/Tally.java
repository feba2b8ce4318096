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
  private long skipped;

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

  /** A page or log item that is of none of the wanted namespaces. */
  void skipped() {
    skipped++;
  }

  void record() {
    records++;
  }

  void texts(Revision revision) {
    for (Slot slot : revision.slots()) {
      texts.merge(slot.state().label(), 1L, Long::sum);
    }
  }

  /** As many pages, skipped ones and records at once. */
  void add(long morePages, long moreSkipped, long moreRecords) {
    pages += morePages;
    skipped += moreSkipped;
    records += moreRecords;
  }

  void texts(TextState state, long count) {
    texts.merge(state.label(), count, Long::sum);
  }

  ConversionSummary summary() {
    return new ConversionSummary(
        documents, pages, skipped, records, texts, unknown.counts(), versions);
  }
}
