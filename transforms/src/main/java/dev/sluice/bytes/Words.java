package dev.sluice.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bytes eight at a time, the first one lowest. A mask has the top bit of every byte that was looked
 * for; only its lowest bit is exact, since a borrow may set those above it.
 *
 * <p>The methods that take an array may read past its last byte of interest, by up to {@link
 * #PADDING} bytes.
 */
public final class Words {
  /** How many bytes an array has to have after those of interest. */
  public static final int PADDING = 32;

  public static final long ONES = 0x0101010101010101L;
  public static final long TOPS = 0x8080808080808080L;

  private static final long LINE_FEEDS = each('\n');
  private static final long RETURNS = each('\r');

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Words() {}

  public static long at(byte[] bytes, int index) {
    return (long) WORD.get(bytes, index);
  }

  public static void put(byte[] bytes, int index, long word) {
    WORD.set(bytes, index, word);
  }

  public static long each(int value) {
    return value * ONES;
  }

  /** Which byte a mask has first. */
  public static int first(long mask) {
    return Long.numberOfTrailingZeros(mask) >>> 3;
  }

  /** Where a byte is next; {@code to} if it is not before that. */
  public static int indexOf(byte[] bytes, int from, int to, int value) {
    long pattern = each(value);
    for (int i = from; i < to; i += 8) {
      long differences = at(bytes, i) ^ pattern;
      long mask = (differences - ONES) & ~differences & TOPS;
      if (mask != 0) {
        return Math.min(to, i + first(mask));
      }
    }
    return to;
  }

  /** How many lines end within some bytes, by XML's rules. */
  public static long lines(byte[] bytes, int from, int to) {
    long count = 0;
    long returns = 0;
    int last = to - 7;
    int i = from;
    for (; i < last; i += 8) {
      long word = at(bytes, i);
      long feeds = word ^ LINE_FEEDS;
      count += Long.bitCount(~(((feeds & ~TOPS) + ~TOPS) | feeds) & TOPS);
      long others = word ^ RETURNS;
      returns |= (others - ONES) & ~others;
    }
    return (returns & TOPS) == 0 ? count + linesByByte(bytes, i, to) : linesByByte(bytes, from, to);
  }

  private static long linesByByte(byte[] bytes, int from, int to) {
    long count = 0;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      boolean pair = b == '\r' && i + 1 < to && bytes[i + 1] == '\n';
      count += b == '\n' || (b == '\r' && !pair) ? 1 : 0;
    }
    return count;
  }
}
