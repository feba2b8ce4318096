package dev.sluice.generate;

/**
 * What was generated: exact counts.
 *
 * @param pages number of pages
 * @param revisions number of revisions; what stands in {@code upload} elements is none
 * @param logItems number of log items
 * @param xmlBytes length of the XML, uncompressed
 * @param lastPageId id of the last page or log item; one below the specification's first if there
 *     is none
 * @param lastRevisionId greatest revision id used; likewise
 */
public record GeneratedDump(
    long pages,
    long revisions,
    long logItems,
    long xmlBytes,
    long lastPageId,
    long lastRevisionId) {}
