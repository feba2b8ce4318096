package dev.sluice.generate;

/**
 * What to generate. The same specification gives the same XML on every machine.
 *
 * @param kind the family
 * @param wiki database name: the {@code dbname} of the XML
 * @param firstPageId the first page's id (for {@link DumpKind#PAGES_LOGGING} the first log item's),
 *     from 1; ids ascend from it with gaps
 * @param firstRevisionId where revisions' ids begin, from 1; they ascend with gaps
 * @param bytes the length of the XML to aim at. It is passed by at most one revision or log item; a
 *     dump is never shorter than its header and end (about 2,500 bytes)
 * @param seed what distinguishes it from others of the same kind and length
 */
public record DumpSpec(
    DumpKind kind, String wiki, long firstPageId, long firstRevisionId, long bytes, long seed) {
  /** The wiki of dumps that name no other. */
  public static final String DEFAULT_WIKI = "sluicewiki";

  public DumpSpec {
    if (!wiki.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException(
          "Cannot generate a dump of %s: not a wiki's name (expected a-z, 0-9 and _)"
              .formatted(wiki));
    }
    if (firstPageId < 1 || firstRevisionId < 1) {
      throw new IllegalArgumentException(
          "Cannot generate a dump: ids begin at %d and %d (expected 1 or more)"
              .formatted(firstPageId, firstRevisionId));
    }
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "Cannot generate a dump: %d bytes (expected 0 or more)".formatted(bytes));
    }
  }

  /** A dump of {@link #DEFAULT_WIKI} whose ids begin at 1. */
  public static DumpSpec of(DumpKind kind, long bytes, long seed) {
    return new DumpSpec(kind, DEFAULT_WIKI, 1, 1, bytes, seed);
  }

  public DumpSpec withWiki(String name) {
    return new DumpSpec(kind, name, firstPageId, firstRevisionId, bytes, seed);
  }

  /** The dump that goes on where another one ended, as a numbered part file does. */
  public DumpSpec after(GeneratedDump previous) {
    return new DumpSpec(
        kind, wiki, previous.lastPageId() + 1, previous.lastRevisionId() + 1, bytes, seed);
  }

  public DumpSpec withSeed(long other) {
    return new DumpSpec(kind, wiki, firstPageId, firstRevisionId, bytes, other);
  }
}
