package dev.sluice.storage;

/**
 * How large the parts of a multipart upload are whose length is not known beforehand. S3 takes
 * 10,000 parts of 5 MiB to 5 GiB; after each thousand parts their size doubles, so that objects of
 * a few gigabytes cost little memory and yet 4.9 TiB fit, about what S3 takes for an object.
 *
 * <pre>
 * object up to   4.9 GiB  14.6 GiB  34.2 GiB  73.2 GiB   151 GiB … 4.9 TiB
 * part             5 MiB    10 MiB    20 MiB    40 MiB    80 MiB … 2.5 GiB
 * </pre>
 */
final class PartSizes {
  static final long LEAST = 5L << 20;
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
