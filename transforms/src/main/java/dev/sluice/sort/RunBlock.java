package dev.sluice.sort;

/**
 * What a run's index says of one block.
 *
 * @param offset where the block's frame begins in the file
 * @param length the frame's length
 * @param crc CRC-32C of the frame
 * @param rawLength the block's length when decompressed
 * @param firstRecord the number in the run of its first record, from 0
 * @param records how many records it holds, at least one
 * @param bytes their bytes as NDJSON
 * @param firstKey key of the first record
 */
record RunBlock(
    long offset,
    long length,
    int crc,
    int rawLength,
    long firstRecord,
    int records,
    long bytes,
    IndexKey firstKey) {
  /** The same elsewhere in a run. */
  RunBlock at(long record) {
    return new RunBlock(offset, length, crc, rawLength, record, records, bytes, firstKey);
  }
}
