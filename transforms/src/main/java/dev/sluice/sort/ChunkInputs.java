package dev.sluice.sort;

import java.util.ArrayList;
import java.util.List;

/** Which inputs the lines of a chunk are of, and where in them. */
final class ChunkInputs {
  private final List<Stretch> stretches = new ArrayList<>();

  /**
   * Where lines of one input begin in the chunk.
   *
   * @param input the input
   * @param start the first byte in the chunk
   * @param offset the same byte in the input
   */
  private record Stretch(LineInput input, int start, long offset) {}

  void clear() {
    stretches.clear();
  }

  /** Tells that from a place of the chunk on it is of this input, from this byte of it on. */
  void add(LineInput input, int start, long offset) {
    stretches.add(new Stretch(input, start, offset));
  }

  /** The input that a place is of. */
  LineInput at(int place) {
    return of(place).input;
  }

  /** Where a place is in its input. */
  long offset(int place) {
    Stretch stretch = of(place);
    return stretch.offset + (place - stretch.start);
  }

  /** Whether two places are of the same input. */
  boolean areOne(int place, int other) {
    return of(place).equals(of(other));
  }

  /** The input whose lines may go on in the next chunk. */
  LineInput last() {
    return stretches.get(stretches.size() - 1).input;
  }

  /** How many lines the last input has here, of all the lines there are in the chunk. */
  long linesOfLast(byte[] lines, int end, long all) {
    return stretches.size() == 1 ? all : linesBefore(lines, end);
  }

  /** Whether all is of one input that began in an earlier chunk. */
  boolean goOn() {
    return stretches.size() == 1 && stretches.get(0).offset > 0;
  }

  /** How many lines of the input that a place is of end before the place. */
  long linesBefore(byte[] lines, int place) {
    long feeds = 0;
    for (int i = of(place).start; i < place; i++) {
      feeds += lines[i] == '\n' ? 1 : 0;
    }
    return feeds;
  }

  private Stretch of(int place) {
    int i = stretches.size() - 1;
    while (stretches.get(i).start > place) {
      i--;
    }
    return stretches.get(i);
  }
}
