package dev.sluice.sort;

/**
 * A stable merge sort of references (Knuth, TAOCP 3, 5.2.4), top down, by insertion below a few.
 * Takes a second array of the same length; what is in order already takes one comparison each.
 */
final class StableSort {
  private static final int FEW = 8;
  private static final int MANY = 1 << 16;

  private StableSort() {}

  /** Compares what two references stand for. */
  @FunctionalInterface
  interface Order {
    int compare(long a, long b);
  }

  static void sort(long[] references, int count, Order order) throws InterruptedException {
    for (int i = 1; i < count; i++) {
      if (order.compare(references[i - 1], references[i]) > 0) {
        long[] second = new long[count];
        System.arraycopy(references, 0, second, 0, count);
        sort(second, references, 0, count, order);
        return;
      }
    }
  }

  /** Sorts from one array into the other; both hold the same at first. */
  private static void sort(long[] from, long[] to, int start, int end, Order order)
      throws InterruptedException {
    if (end - start > MANY) {
      Interrupts.check();
    }
    if (end - start <= FEW) {
      insert(to, start, end, order);
      return;
    }
    int middle = (start + end) >>> 1;
    sort(to, from, start, middle, order);
    sort(to, from, middle, end, order);
    if (order.compare(from[middle - 1], from[middle]) <= 0) {
      System.arraycopy(from, start, to, start, end - start);
      return;
    }
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft =
          right == end || (left < middle && order.compare(from[left], from[right]) <= 0);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }

  private static void insert(long[] array, int start, int end, Order order) {
    for (int i = start + 1; i < end; i++) {
      long moved = array[i];
      int place = i;
      while (place > start && order.compare(array[place - 1], moved) > 0) {
        array[place] = array[place - 1];
        place--;
      }
      array[place] = moved;
    }
  }
}
