package dev.sluice.sort;

import java.util.Arrays;

/**
 * The first bytes of keys as one number each, in the order of the keys: at each place only the
 * bytes that occur there count (a mixed radix: Knuth, TAOCP 2, 4.1), so that a time in ISO 8601
 * takes 40 bits of its 20 bytes. First all keys are shown, then their numbers can be asked for.
 */
final class KeyPrefixes {
  private static final int PLACES = 64;

  /** Bytes that occur, one higher; 0: the key has ended. */
  private final int[] least = new int[PLACES];

  private final int[] most = new int[PLACES];
  private final long[] weights = new long[PLACES];
  private int shortest;
  private int longest;
  private int places;

  KeyPrefixes() {
    clear();
  }

  /** Forgets all keys. */
  void clear() {
    Arrays.fill(least, 0xff + 1);
    Arrays.fill(most, 0);
    shortest = Integer.MAX_VALUE;
    longest = 0;
    places = 0;
  }

  /** Shows a key. */
  void show(byte[] key, int from, int to) {
    int length = to - from;
    shortest = Math.min(shortest, length);
    longest = Math.max(longest, length);
    int count = Math.min(length, PLACES);
    for (int i = 0; i < count; i++) {
      int value = (key[from + i] & 0xff) + 1;
      least[i] = Math.min(least[i], value);
      most[i] = Math.max(most[i], value);
    }
  }

  /** Tells that all keys were shown. */
  void end() {
    long numbers = 1;
    for (int i = 0; i < Math.min(longest, PLACES); i++) {
      if (i >= shortest) {
        least[i] = 0;
      }
      int radix = most[i] - least[i] + 1;
      if (numbers > Long.MAX_VALUE / radix) {
        break;
      }
      numbers *= radix;
      places = i + 1;
    }
    long weight = 1;
    for (int i = places - 1; i >= 0; i--) {
      weights[i] = weight;
      weight *= most[i] - least[i] + 1;
    }
  }

  /** A key's number: of two that differ, the lesser key has the lesser one. */
  long of(byte[] key, int from, int to) {
    int length = Math.min(to - from, places);
    long number = 0; // Where a key may have ended, that is the least of its place: 0.
    for (int i = 0; i < length; i++) {
      number += ((key[from + i] & 0xff) + 1 - least[i]) * weights[i];
    }
    return number;
  }

  /** Whether keys of equal numbers are equal. */
  boolean tellApart() {
    return places >= longest;
  }
}
