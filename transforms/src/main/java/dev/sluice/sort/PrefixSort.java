package dev.sluice.sort;

import java.util.Arrays;

/**
 * A stable merge sort (Knuth, TAOCP 3, 5.2.4) of the numbers from 0 by a prefix of what they stand
 * for, and by a comparison where prefixes are equal; top down, by insertion below a few. What is in
 * order already takes one comparison each. Memory: 24 bytes for each, kept for the next sort.
 */
final class PrefixSort {
  private static final int FEW = 12;
  private static final int MANY = 1 << 16;

  private long[] prefixes = new long[0];
  private int[] numbers = new int[0];
  private long[] otherPrefixes = new long[0];
  private int[] otherNumbers = new int[0];
  private Order ties = (a, b) -> 0;

  /** Compares what two numbers stand for. */
  @FunctionalInterface
  interface Order {
    int compare(int a, int b);
  }

  /** Gives a number its prefix; those before it have theirs. */
  void set(int number, long prefix) {
    if (number >= prefixes.length) {
      int length = Math.max(1024, number + number / 2);
      prefixes = Arrays.copyOf(prefixes, length);
      numbers = Arrays.copyOf(numbers, length);
    }
    prefixes[number] = prefix;
    numbers[number] = number;
  }

  /** Which number is at a place of the order. */
  int at(int place) {
    return numbers[place];
  }

  /**
   * Sorts.
   *
   * @param ties orders those of equal prefix; those that it finds equal stay as they are
   * @return whether they were in order already
   */
  boolean sort(int count, Order ties) throws InterruptedException {
    this.ties = ties;
    for (int i = 1; i < count; i++) {
      if (isAfter(prefixes, numbers, i - 1, i)) {
        if (otherPrefixes.length < count) {
          otherPrefixes = new long[prefixes.length];
          otherNumbers = new int[numbers.length];
        }
        System.arraycopy(prefixes, 0, otherPrefixes, 0, count);
        System.arraycopy(numbers, 0, otherNumbers, 0, count);
        sort(otherPrefixes, otherNumbers, prefixes, numbers, 0, count);
        return false;
      }
    }
    return true;
  }

  /** Gives the memory back. */
  void release() {
    prefixes = new long[0];
    numbers = new int[0];
    otherPrefixes = new long[0];
    otherNumbers = new int[0];
  }

  private boolean isAfter(long[] keys, int[] values, int a, int b) {
    return keys[a] > keys[b] || (keys[a] == keys[b] && ties.compare(values[a], values[b]) > 0);
  }

  /** Sorts from one pair of arrays into the other; both hold the same at first. */
  private void sort(
      long[] fromKeys, int[] fromValues, long[] toKeys, int[] toValues, int start, int end)
      throws InterruptedException {
    if (end - start > MANY) {
      Interrupts.check();
    }
    if (end - start <= FEW) {
      insert(toKeys, toValues, start, end);
      return;
    }
    int middle = (start + end) >>> 1;
    sort(toKeys, toValues, fromKeys, fromValues, start, middle);
    sort(toKeys, toValues, fromKeys, fromValues, middle, end);
    if (!isAfter(fromKeys, fromValues, middle - 1, middle)) {
      System.arraycopy(fromKeys, start, toKeys, start, end - start);
      System.arraycopy(fromValues, start, toValues, start, end - start);
      return;
    }
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft =
          right == end || (left < middle && !isAfter(fromKeys, fromValues, left, right));
      int taken = takeLeft ? left++ : right++;
      toKeys[i] = fromKeys[taken];
      toValues[i] = fromValues[taken];
    }
  }

  private void insert(long[] keys, int[] values, int start, int end) {
    for (int i = start + 1; i < end; i++) {
      long key = keys[i];
      int value = values[i];
      int place = i;
      while (place > start
          && (keys[place - 1] > key
              || (keys[place - 1] == key && ties.compare(values[place - 1], value) > 0))) {
        keys[place] = keys[place - 1];
        values[place] = values[place - 1];
        place--;
      }
      keys[place] = key;
      values[place] = value;
    }
  }
}
