package dev.sluice.convert.records;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a dump file held.
 *
 * @param documents XML documents in it, 1 or more
 * @param pages page elements; 0 where rows are not made of pages
 * @param skipped those of them, or log items, that are of none of the wanted namespaces
 * @param records records that were made
 * @param texts how many texts of revisions, those of all slots, were in which state, by {@link
 *     TextState#label}
 * @param unknownElements how many elements were skipped, by path below the root element, such as
 *     {@code page/upload}; the paths after the first thousand are counted together as {@code *}
 * @param schemaVersions the versions that the documents name, such as {@code 0.11}
 */
public record ConversionSummary(
    int documents,
    long pages,
    long skipped,
    long records,
    SortedMap<String, Long> texts,
    SortedMap<String, Long> unknownElements,
    SortedSet<String> schemaVersions) {
  public ConversionSummary {
    if (documents < 1 || pages < 0 || skipped < 0 || records < 0) {
      throw new IllegalArgumentException(
          "documents %d, pages %d, skipped %d, records %d (expected 1, 0, 0 and 0 or more)"
              .formatted(documents, pages, skipped, records));
    }
    texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    unknownElements = Collections.unmodifiableSortedMap(new TreeMap<>(unknownElements));
    schemaVersions = Collections.unmodifiableSortedSet(new TreeSet<>(schemaVersions));
  }
}
