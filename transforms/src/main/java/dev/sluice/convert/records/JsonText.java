package dev.sluice.convert.records;

/**
 * One JSON object, UTF-8, without a line feed, in a buffer that is used again: valid only during
 * the call that hands it over.
 *
 * @param bytes the buffer
 * @param offset where the object begins
 * @param length its length in bytes, 2 or more
 */
@SuppressWarnings("ArrayRecordComponent") // A view of a buffer, never compared.
public record JsonText(byte[] bytes, int offset, int length) {
  /** The longest record that a buffer holds; a sort key and lengths go with it. */
  public static final int MOST_BYTES = Integer.MAX_VALUE - 1024;
}
