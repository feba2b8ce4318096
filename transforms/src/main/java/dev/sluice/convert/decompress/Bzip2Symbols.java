package dev.sluice.convert.decompress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads a block's Huffman codes, runs and moves to front, and sorts back. Format: as {@code
 * decompress.c} of bzip2 1.0.8 reads it. It gives up on whatever is unusual: then {@link
 * Bzip2Block#decoded} tells what the block holds, or what is wrong with it.
 *
 * <p>For use by one thread, for one block after another. Memory: 3.6 MB for blocks of level 9.
 */
final class Bzip2Symbols {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int LEVEL_BYTES = 100_000;
  private static final int ORIGIN_BITS = 24;
  private static final int USED_BITS = 16;
  private static final int VALUES = 256;
  private static final int MOST_TABLES = 6;
  private static final int MOST_SELECTORS = 18_002;
  private static final int GROUP_SYMBOLS = 50;
  private static final int RUN_B = 1;

  /** Above any block's length. */
  private static final int MOST_WEIGHT = 1 << 21;

  private final Bzip2Codes[] tables = new Bzip2Codes[MOST_TABLES];
  private final byte[] selectors = new byte[MOST_SELECTORS];
  private final byte[] front = new byte[VALUES];

  private final Bzip2Column column = new Bzip2Column();

  private byte[] bytes = new byte[0];

  /** The next bits, the first one as the sign. */
  private long buffer;

  /** How many of them count. */
  private int have;

  /** The byte that comes after them. */
  private int at;

  Bzip2Symbols() {
    for (int i = 0; i < MOST_TABLES; i++) {
      tables[i] = new Bzip2Codes();
    }
  }

  /** What bzip2 sorted to make the block; null if that is not for this reader. */
  byte @Nullable [] unsorted(Bzip2Block block) {
    bytes = block.stream();
    at = (int) (Bzip2Block.FIRST_BIT / 8);
    have = 0;
    buffer = 0;
    try {
      return unsortedBlock(block);
    } catch (IndexOutOfBoundsException e) {
      return null; // The bits end before the block does.
    } finally {
      bytes = new byte[0];
    }
  }

  private byte @Nullable [] unsortedBlock(Bzip2Block block) {
    bits(Bzip2Block.MAGIC_BITS / 2);
    bits(Bzip2Block.MAGIC_BITS / 2);
    bits(Bzip2Block.CRC_BITS / 2);
    bits(Bzip2Block.CRC_BITS / 2);
    if (bits(1) != 0) {
      return null; // Of bzip2 before 0.9.5, whose blocks can be shuffled.
    }
    int origin = bits(ORIGIN_BITS);
    int used = readUsed();
    int selected = used == 0 ? 0 : readTables(used + 2);
    column.clear(block.level() * LEVEL_BYTES);
    boolean whole = selected > 0 && readSymbols(selected, used + 1);
    long end = 8L * at - have;
    return whole && end == block.end() && origin < column.length() ? column.unsorted(origin) : null;
  }

  /** Which bytes there are, told in two levels of 16; returns how many. */
  private int readUsed() {
    int groups = bits(USED_BITS);
    int used = 0;
    for (int i = 0; i < USED_BITS; i++) {
      int members = has(groups, i) ? bits(USED_BITS) : 0;
      for (int j = 0; j < USED_BITS; j++) {
        if (has(members, j)) {
          front[used++] = (byte) (i * USED_BITS + j);
        }
      }
    }
    return used;
  }

  private static boolean has(int bits, int index) {
    return ((bits >>> (USED_BITS - 1 - index)) & 1) != 0;
  }

  /** Reads selectors and code lengths; returns how many selectors there are, 0 if all is wrong. */
  private int readTables(int symbols) {
    int count = bits(3);
    int selected = bits(15);
    if (count < 2 || count > MOST_TABLES || selected > MOST_SELECTORS) {
      return 0;
    }
    byte[] recent = {0, 1, 2, 3, 4, 5};
    for (int i = 0; i < selected; i++) {
      int index = 0;
      while (bits(1) != 0) {
        index++;
      }
      if (index >= count) {
        return 0;
      }
      byte table = recent[index];
      System.arraycopy(recent, 0, recent, 1, index);
      recent[0] = table;
      selectors[i] = table;
    }
    for (int i = 0; i < count; i++) {
      int length = bits(5);
      for (int symbol = 0; symbol < symbols; symbol++) {
        while (bits(1) != 0) {
          length += bits(1) == 0 ? 1 : -1;
        }
        if (!tables[i].set(symbol, length)) {
          return 0;
        }
      }
      if (!tables[i].build(symbols)) {
        return 0;
      }
    }
    return selected;
  }

  /** Reads symbols until the one that ends the block; false if there is none or there are more. */
  private boolean readSymbols(int selected, int end) {
    int run = 0;
    int weight = 1;
    for (int group = 0; group < selected; group++) {
      Bzip2Codes table = tables[selectors[group]];
      for (int i = 0; i < GROUP_SYMBOLS; i++) {
        if (have < Bzip2Codes.MOST_BITS) {
          refill();
        }
        int code = table.of(buffer);
        int length = code & Bzip2Codes.LENGTH;
        int symbol = code >>> Bzip2Codes.LENGTH_BITS;
        if (length == 0) {
          return false;
        }
        buffer <<= length;
        have -= length;
        if (symbol <= RUN_B) {
          run += weight << symbol;
          weight <<= 1;
          if (weight > MOST_WEIGHT) {
            return false;
          }
          continue;
        }
        if (run > 0) {
          if (!column.hasRoomFor(run)) {
            return false;
          }
          column.append(front[0] & 0xff, run);
          run = 0;
          weight = 1;
        }
        if (symbol == end) {
          return true;
        }
        if (!column.hasRoomFor(1)) {
          return false;
        }
        column.append(toFront(symbol - 1));
      }
    }
    return false;
  }

  private int toFront(int index) {
    byte[] values = front;
    byte value = values[index];
    if (index < 16) {
      for (int i = index; i > 0; i--) {
        values[i] = values[i - 1];
      }
    } else {
      System.arraycopy(values, 0, values, 1, index);
    }
    values[0] = value;
    return value & 0xff;
  }

  /** The next bits, 24 at most. */
  private int bits(int count) {
    if (have < count) {
      refill();
    }
    int value = (int) (buffer >>> (Long.SIZE - count));
    buffer <<= count;
    have -= count;
    return value;
  }

  /** Makes it 56 bits or more. Those beyond the ones that count are the right ones already. */
  private void refill() {
    buffer |= (long) WORD.get(bytes, at) >>> have;
    int more = (Long.SIZE - 1 - have) >>> 3;
    at += more;
    have += more * 8;
  }
}
