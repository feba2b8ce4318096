package dev.sluice.storage;

/**
 * How large the parts of a multipart upload are whose length is not known beforehand. S3 takes
 * 10,000 parts of 5 MiB to 5 GiB; after each thousand parts their size doubles, so that objects of
 * a few gigabytes cost little memory and yet 7.8 TiB fit.
 *
 * <pre>
 * object up to   7.8 GiB  23.4 GiB  54.7 GiB   117 GiB   242 GiB … 7.8 TiB
 * part             8 MiB    16 MiB    32 MiB    64 MiB   128 MiB …   4 GiB
 * </pre>
 */
final class PartSizes {
  static final long LEAST = 8L << 20;
  static final int MOST_PARTS = 10_000;
  private static final int STEP = 1_000;

  private PartSizes() {}

  /**
   * The size of a part that is not the last one.
   *
   * @param number from 1 to {@link #MOST_PARTS}
   */
  static long of(int number) {
    if (number < 1 || number > MOST_PARTS) {
      throw new IllegalArgumentException(
          "number: %d (expected 1 to %d)".formatted(number, MOST_PARTS));
    }
    return LEAST << ((number - 1) / STEP);
  }
}
