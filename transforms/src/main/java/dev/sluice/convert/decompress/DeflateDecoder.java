package dev.sluice.convert.decompress;

import dev.sluice.bytes.Words;
import java.util.zip.DataFormatException;

/**
 * Decodes deflate (RFC 1951) in less time than {@link java.util.zip.Inflater}: where much input and
 * much room are left it reads and copies eight bytes at once, and checks neither for their ends.
 * Uses 70 KiB.
 */
final class DeflateDecoder {
  /** What {@link #fast} copies whatever the length. */
  private static final int COPIED_BYTES = 48;

  /** What a round of {@link #fast} reads at most: two times eight bytes. */
  private static final int ROUND_IN = 16;

  /** What a round of {@link #fast} writes at most: literals, a copy, and what is behind it. */
  private static final int ROUND_OUT = 3 + DeflateAlphabets.MOST_LENGTH + COPIED_BYTES;

  /**
   * After so much output {@link #fast} returns: a compiler takes a method that is called often in
   * less time than one that stays in its loop.
   */
  private static final int TURN_OUT = 512;

  private static final int LITERAL_MASK = (1 << DeflateAlphabets.LITERAL_BITS) - 1;
  private static final int DISTANCE_MASK = (1 << DeflateAlphabets.DISTANCE_BITS) - 1;

  /** What comes next. */
  private enum State {
    BLOCK,
    STORED_LENGTH,
    STORED,
    COUNTS,
    LENGTH_CODES,
    CODES,
    SYMBOL,
    COPY,
    NOTHING
  }

  private final DeflateBits in = new DeflateBits();
  private final DeflateAlphabets alphabets = new DeflateAlphabets();
  private final DeflateWindow window = new DeflateWindow();
  private State state = State.BLOCK;
  private boolean lastBlock;

  /** How many bytes of a stored block or of a copy are left. */
  private int left;

  private int distance;
  private int written;
  private long total;

  /** Begins another stream. */
  void reset() {
    in.clear();
    window.clear();
    state = State.BLOCK;
    lastBlock = false;
    total = 0;
  }

  /** Gives more input, when all of that before was taken, or the stream has ended. */
  void input(byte[] bytes, int from, int to) {
    in.input(bytes, from, to);
  }

  /** Where the input goes on that was not taken: that is behind the stream once it has ended. */
  int position() {
    return in.position;
  }

  /** Whether the stream has ended. */
  boolean finished() {
    return state == State.NOTHING;
  }

  /** How many bytes the last call of {@link #decode} wrote, even if it threw. */
  int written() {
    return written;
  }

  /** How many bytes the stream has had. */
  long total() {
    return total;
  }

  /**
   * Decodes until the stream ends, the output is full, or all input is taken. The rest of the
   * output may be overwritten, too.
   *
   * @throws DataFormatException if that is no deflate
   */
  void decode(byte[] out, int from, int to) throws DataFormatException {
    written = 0;
    try {
      while (next(out, from, to)) {
        // It does all.
      }
    } finally {
      total += written;
      window.add(out, from, from + written);
    }
  }

  /** Does what comes next; false if it cannot be done, or not wholly. */
  private boolean next(byte[] out, int from, int to) throws DataFormatException {
    return switch (state) {
      case BLOCK -> beginBlock();
      case STORED_LENGTH -> readStoredLength();
      case STORED -> takeStored(out, from + written, to);
      case COUNTS -> go(alphabets.readCounts(in), State.LENGTH_CODES);
      case LENGTH_CODES -> go(alphabets.readLengthCodes(in), State.CODES);
      case CODES -> go(alphabets.readCodes(in), State.SYMBOL);
      case SYMBOL -> takeSymbols(out, from, to);
      case COPY -> takeCopy(out, from, to);
      case NOTHING -> false;
    };
  }

  private boolean go(boolean done, State next) {
    if (done) {
      state = next;
    }
    return done;
  }

  private boolean beginBlock() throws DataFormatException {
    if (lastBlock) {
      state = State.NOTHING;
      return false;
    }
    if (!in.have(3)) {
      return false;
    }
    lastBlock = in.take(1) == 1;
    switch (in.take(2)) {
      case 0 -> {
        in.dropToByte();
        state = State.STORED_LENGTH;
      }
      case 1 -> {
        alphabets.fix();
        state = State.SYMBOL;
      }
      case 2 -> state = State.COUNTS;
      default -> throw new DataFormatException("invalid block type");
    }
    return true;
  }

  private boolean readStoredLength() throws DataFormatException {
    if (!in.have(32)) {
      return false;
    }
    left = in.take(16);
    if (in.take(16) != (left ^ 0xffff)) {
      throw new DataFormatException("invalid stored block lengths");
    }
    state = State.STORED;
    return true;
  }

  private boolean takeStored(byte[] out, int at, int to) {
    int count = Math.min(left, Math.min(to - at, in.limit - in.position));
    System.arraycopy(in.bytes, in.position, out, at, count);
    in.position += count;
    written += count;
    left -= count;
    return go(left == 0, State.BLOCK);
  }

  private boolean takeSymbols(byte[] out, int from, int to) throws DataFormatException {
    while (state == State.SYMBOL) {
      int room = to - from - written;
      if (room >= ROUND_OUT && in.limit - in.position >= ROUND_IN) {
        fast(out, from, Math.min(to, from + written + ROUND_OUT + TURN_OUT));
      } else if (room == 0 || !takeSymbol(out, from + written)) {
        return false;
      }
    }
    return true;
  }

  /** Takes one symbol, unless not all of it is there. */
  private boolean takeSymbol(byte[] out, int at) throws DataFormatException {
    do {
      int before = alphabets.literals.bitsBefore(in.buffer);
      int entry = alphabets.literals.entry(in.buffer);
      int bits = before + (entry & DeflateCodes.BITS_MASK);
      if (bits > in.count) {
        continue;
      }
      if (entry < 0) {
        out[at] = (byte) (entry >>> DeflateCodes.VALUE_SHIFT);
        written++;
        in.drop(bits);
        return true;
      }
      if ((entry & DeflateCodes.OTHER) != 0) {
        endBlock(entry);
        in.drop(bits);
        return true;
      }
      long rest = in.buffer >>> bits;
      int distanceBefore = alphabets.distances.bitsBefore(rest);
      int distanceEntry = alphabets.distances.entry(rest);
      int allBits = bits + distanceBefore + (distanceEntry & DeflateCodes.BITS_MASK);
      if (allBits > in.count) {
        continue;
      }
      left = DeflateCodes.value(entry, in.buffer >>> before);
      distance = distance(distanceEntry, rest >>> distanceBefore, written);
      in.drop(allBits);
      state = State.COPY;
      return true;
    } while (in.have(in.count + 1));
    return false;
  }

  private void endBlock(int entry) throws DataFormatException {
    if ((entry & DeflateCodes.END_OF_BLOCK) != DeflateCodes.END_OF_BLOCK) {
      throw new DataFormatException("invalid literal/length code");
    }
    state = State.BLOCK;
  }

  private int distance(int entry, long bits, int behind) throws DataFormatException {
    if ((entry & DeflateCodes.OTHER) != 0) {
      throw new DataFormatException("invalid distance code");
    }
    int found = DeflateCodes.value(entry, bits);
    if (found > behind + window.size()) {
      throw new DataFormatException("invalid distance too far back");
    }
    return found;
  }

  private boolean takeCopy(byte[] out, int from, int to) {
    int at = from + written;
    int count = Math.min(to - at, left);
    window.copy(out, from, at, at + count, distance);
    written += count;
    left -= count;
    return go(left == 0, State.SYMBOL);
  }

  /** Takes symbols while there is enough input and room for a round, whatever comes in it. */
  private void fast(byte[] out, int from, int to) throws DataFormatException {
    byte[] bytes = in.bytes;
    int[] literals = alphabets.literals.table();
    int[] distances = alphabets.distances.table();
    int lastPosition = in.limit - ROUND_IN;
    int lastAt = to - ROUND_OUT;
    int position = in.position;
    int at = from + written;
    long buffer = in.buffer;
    int count = in.count; // Only its lowest six bits count: what is taken from it has others.
    try {
      while (position <= lastPosition && at <= lastAt) {
        buffer |= Words.at(bytes, position) << count;
        position += 7 - ((count >>> 3) & 7);
        count |= 56;
        int entry = literals[(int) buffer & LITERAL_MASK];
        if (entry < 0) {
          // Of 56 bits three codes without a further table use 33 at most.
          out[at++] = (byte) (entry >>> DeflateCodes.VALUE_SHIFT);
          buffer >>>= entry;
          count -= entry;
          entry = literals[(int) buffer & LITERAL_MASK];
          if (entry < 0) {
            out[at++] = (byte) (entry >>> DeflateCodes.VALUE_SHIFT);
            buffer >>>= entry;
            count -= entry;
            entry = literals[(int) buffer & LITERAL_MASK];
            if (entry < 0) {
              out[at++] = (byte) (entry >>> DeflateCodes.VALUE_SHIFT);
              buffer >>>= entry;
              count -= entry;
              continue;
            }
          }
          buffer |= Words.at(bytes, position) << count;
          position += 7 - ((count >>> 3) & 7);
          count |= 56;
        }
        if ((entry & DeflateCodes.OTHER) != 0) {
          if ((entry & DeflateCodes.FURTHER) == DeflateCodes.FURTHER) {
            buffer >>>= entry;
            count -= entry;
            entry = literals[DeflateCodes.further(entry, buffer)];
          }
          if (entry < 0) {
            out[at++] = (byte) (entry >>> DeflateCodes.VALUE_SHIFT);
            buffer >>>= entry;
            count -= entry;
            continue;
          }
          if ((entry & DeflateCodes.OTHER) != 0) {
            endBlock(entry);
            buffer >>>= entry;
            count -= entry;
            break;
          }
        }
        int length = DeflateCodes.value(entry, buffer);
        buffer >>>= entry;
        count -= entry;
        entry = distances[(int) buffer & DISTANCE_MASK];
        if ((entry & DeflateCodes.FURTHER) == DeflateCodes.FURTHER) {
          buffer >>>= entry;
          count -= entry;
          entry = distances[DeflateCodes.further(entry, buffer)];
        }
        int back = distance(entry, buffer, at - from);
        buffer >>>= entry;
        count -= entry;
        copy(out, from, at, length, back);
        at += length;
      }
    } finally {
      // Whole bytes that were not used go back.
      in.count = count & 7;
      in.buffer = buffer & ((1L << in.count) - 1);
      in.position = position - ((count >>> 3) & 7);
      written = at - from;
    }
  }

  /** Copies, and a little more than that. */
  private void copy(byte[] out, int from, int at, int length, int back) {
    int source = at - back;
    if (back < Long.BYTES || source < from) {
      window.copy(out, from, at, at + length, back);
      return;
    }
    // Most are not longer, and one length for all is none to be predicted.
    Words.put(out, at, Words.at(out, source));
    Words.put(out, at + 8, Words.at(out, source + 8));
    Words.put(out, at + 16, Words.at(out, source + 16));
    Words.put(out, at + 24, Words.at(out, source + 24));
    Words.put(out, at + 32, Words.at(out, source + 32));
    Words.put(out, at + 40, Words.at(out, source + 40));
    for (int i = COPIED_BYTES; i < length; i += Long.BYTES) {
      Words.put(out, at + i, Words.at(out, source + i));
    }
  }
}
