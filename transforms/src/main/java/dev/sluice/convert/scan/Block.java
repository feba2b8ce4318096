package dev.sluice.convert.scan;

import dev.sluice.bytes.Words;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a document.
 *
 * @param bytes with {@link Words#PADDING} bytes of room after the length
 * @param length how many of them are the document's
 * @param offset where in the document they begin
 * @param cut whether it ends where a record seems to end
 * @param lines how many lines end in it
 * @param last whether nothing comes after it
 * @param failure why nothing comes after it, if that is not the document's end
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Block(
    byte[] bytes,
    int length,
    long offset,
    boolean cut,
    long lines,
    boolean last,
    @Nullable IOException failure) {

  /** How many lines end in a part of it. */
  long lines(int from, int to) {
    return from == 0 && to == length ? lines : Words.lines(bytes, from, to);
  }
}
