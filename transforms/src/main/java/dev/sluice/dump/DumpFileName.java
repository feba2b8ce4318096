package dev.sluice.dump;

import java.util.Comparator;

/**
 * What the name of a dump file tells. Ordered by page, then by revision.
 *
 * @param name the whole name
 * @param part number of a numbered part, from 1; 0 without a number
 * @param firstPage first page id of its range; -1 without a range
 * @param firstRevision first revision id, in a file that holds some of one huge page's revisions;
 *     else -1
 * @param format how it is compressed
 */
record DumpFileName(String name, int part, long firstPage, long firstRevision, Format format)
    implements Comparable<DumpFileName> {
  private static final Comparator<DumpFileName> PAGE_ORDER =
      Comparator.comparingInt(DumpFileName::part)
          .thenComparingLong(DumpFileName::firstPage)
          .thenComparingLong(DumpFileName::firstRevision)
          .thenComparing(DumpFileName::name);

  /** How files are compressed, the one to be preferred first: 7z is several times smaller. */
  enum Format {
    SEVEN_Z("7z"),
    BZIP2("bz2"),
    GZIP("gz");

    private final String suffix;

    Format(String suffix) {
      this.suffix = suffix;
    }

    String suffix() {
      return suffix;
    }

    static Format of(String suffix) {
      for (Format format : values()) {
        if (format.suffix.equals(suffix)) {
          return format;
        }
      }
      throw new IllegalArgumentException("suffix " + suffix + " (expected 7z, bz2 or gz)");
    }
  }

  /** Whether it is one of several files, not the recombined whole. */
  boolean isPart() {
    return part > 0 || firstPage >= 0;
  }

  @Override
  public int compareTo(DumpFileName other) {
    return PAGE_ORDER.compare(this, other);
  }
}
