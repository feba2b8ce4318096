package dev.sluice.convert.records;

/** How large records may become that are made of elements whose number no schema bounds. */
public final class GatheredRecords {
  /** About what it takes to remember where one of the elements is. */
  private static final int PLACE_BYTES = 128;

  private GatheredRecords() {}

  /**
   * The longest one, in bytes: an eighth of the heap. Such a record is held about four times: as it
   * is gathered, while the buffer grows, and by whoever sorts it.
   */
  public static int mostBytes() {
    return (int) Math.min(JsonText.MOST_BYTES, Runtime.getRuntime().maxMemory() / 8);
  }

  /**
   * Whether the elements of a record are not too many.
   *
   * @param mostBytes that their places may take
   */
  public static boolean fit(long elements, int mostBytes) {
    return elements * PLACE_BYTES <= mostBytes;
  }
}
