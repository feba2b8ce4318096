package dev.sluice.convert.records;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Counts what a dump file holds, in all of its documents. For one thread. */
public final class Tally {
  private final UnknownElements unknown = new UnknownElements();
  private final SortedSet<String> versions = new TreeSet<>();
  private final SortedMap<String, Long> texts = new TreeMap<>();
  private int documents;
  private long pages;
  private long records;
  private long skipped;

  /** Nothing yet; every state of a text is there, with 0. */
  public Tally() {
    for (TextState state : TextState.values()) {
      texts.put(state.label(), 0L);
    }
  }

  /** What was skipped; it counts on. */
  public UnknownElements unknown() {
    return unknown;
  }

  /**
   * One more document.
   *
   * @param version of the schema, as it names it; null if it does not
   */
  public void document(@Nullable String version) {
    documents++;
    if (version != null) {
      versions.add(version);
    }
  }

  /** One more page. */
  public void page() {
    pages++;
  }

  /** One more page or log item that is of none of the wanted namespaces. */
  public void skipped() {
    skipped++;
  }

  /** One more record. */
  public void record() {
    records++;
  }

  /** As many pages, skipped ones and records at once. */
  public void add(long morePages, long moreSkipped, long moreRecords) {
    pages += morePages;
    skipped += moreSkipped;
    records += moreRecords;
  }

  /** More texts in a state. */
  public void texts(TextState state, long count) {
    texts.merge(state.label(), count, Long::sum);
  }

  /** What was counted so far. */
  public ConversionSummary summary() {
    return new ConversionSummary(
        documents, pages, skipped, records, texts, unknown.counts(), versions);
  }
}
