package dev.sluice.overlap;

import java.util.Arrays;

/** Sorts numbers by their digits, the lowest first (LSD radix sort). */
final class RadixSort {
  private static final int MOST_DIGIT_BITS = 11;

  private RadixSort() {}

  /**
   * Sorts the first numbers of an array, none of which is less than 0.
   *
   * @param spare as long; what is in it is lost
   * @param bits how many of their lowest bits differ
   * @return the array that has them sorted: one of the two
   */
  static long[] sort(long[] numbers, long[] spare, int count, int bits) {
    int passes = (bits + MOST_DIGIT_BITS - 1) / MOST_DIGIT_BITS;
    if (passes == 0 || isSorted(numbers, count)) {
      return numbers;
    }
    int digitBits = (bits + passes - 1) / passes;
    int[] places = new int[1 << digitBits];
    long[] from = numbers;
    long[] to = spare;
    for (int shift = 0; shift < bits; shift += digitBits) {
      pass(from, to, count, shift, places);
      long[] sorted = to;
      to = from;
      from = sorted;
    }
    return from;
  }

  private static boolean isSorted(long[] numbers, int count) {
    for (int i = 1; i < count; i++) {
      if (numbers[i - 1] > numbers[i]) {
        return false;
      }
    }
    return true;
  }

  private static void pass(long[] from, long[] to, int count, int shift, int[] places) {
    int mask = places.length - 1;
    Arrays.fill(places, 0);
    for (int i = 0; i < count; i++) {
      places[(int) (from[i] >>> shift) & mask]++;
    }
    int place = 0;
    for (int digit = 0; digit <= mask; digit++) {
      int digits = places[digit];
      places[digit] = place;
      place += digits;
    }
    for (int i = 0; i < count; i++) {
      long number = from[i];
      to[places[(int) (number >>> shift) & mask]++] = number;
    }
  }
}
