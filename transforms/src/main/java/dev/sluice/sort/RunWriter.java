package dev.sluice.sort;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.DigestingOutput;
import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.apache.commons.io.output.CloseShieldOutputStream;

/**
 * Writes a run: records with their sort keys. Without {@link #commit()} before {@link #close()}
 * nothing is left.
 *
 * <p><b>Format, version 1.</b> Numbers of fixed size are big-endian; varints are those of Protocol
 * Buffers.
 *
 * <ol>
 *   <li>8 bytes: {@code sluirun} and 0x01.
 *   <li>Blocks: each a zstd frame (RFC 8878) with content checksum, holding about 256 KiB of
 *       records, but at least one whole record: {@code varint keyLength, key, varint lineLength,
 *       line} (the line without its line feed).
 *   <li>The index: {@code varint blocks}, and for each block {@code varint frameLength, varint
 *       rawLength, varint records, varint ndjsonBytes, 4 bytes CRC-32C of the frame, varint
 *       keyLength, first key}; then {@code varint keyLength, last key of the run}. Keys are cut to
 *       their first 1,024 bytes. The first frame is at byte 8, the others follow without gaps.
 *   <li>The trailer, 48 bytes: index offset, index length, records, NDJSON bytes (8 bytes each),
 *       whether the keys are in order (4 bytes, 0 or 1), CRC-32C of the index and of the trailer so
 *       far (4 bytes), the first 8 bytes of the file again.
 * </ol>
 *
 * <p>Memory: about three times 256 KiB, and up to 1 KiB for each 256 KiB of records for the index;
 * a record longer than a block is compressed as a stream, out of the caller's array.
 */
public final class RunWriter implements RecordSink, Closeable {
  private static final int LEVEL = 1;

  private final URI uri;
  private final int ordinal;
  private final String name;
  private final int blockBytes;
  private final AtomicOutput file;
  private final DigestingOutput out;
  private final ZstdCompressCtx zstd;
  private final KeyBytes block;
  private final KeyBytes index = new KeyBytes(1024);
  private final KeyBytes firstKey = new KeyBytes();
  private final KeyBytes lastKey = new KeyBytes();
  private byte[] frame = new byte[0];
  private int blocks;
  private int blockRecords;
  private long blockNdjsonBytes;
  private long records;
  private long ndjsonBytes;
  private boolean sorted = true;

  private RunWriter(Storage storage, URI uri, int ordinal, String name, int blockBytes)
      throws IOException {
    this.uri = uri;
    this.ordinal = ordinal;
    this.name = name;
    this.blockBytes = blockBytes;
    this.block = new KeyBytes(blockBytes + blockBytes / 8);
    this.file = storage.create(uri);
    this.zstd = new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true).setContentSize(true);
    this.out = new DigestingOutput(file);
  }

  /**
   * Starts a run.
   *
   * @param ordinal the {@link Run#ordinal()} it will have
   * @param name the {@link Run#name()} it will have
   */
  public static RunWriter create(Storage storage, URI uri, int ordinal, String name)
      throws IOException {
    return create(storage, uri, ordinal, name, RunFormat.BLOCK_BYTES);
  }

  static RunWriter create(Storage storage, URI uri, int ordinal, String name, int blockBytes)
      throws IOException {
    RunWriter writer = new RunWriter(storage, uri, ordinal, name, blockBytes);
    try {
      writer.out.write(RunFormat.MAGIC);
      return writer;
    } catch (IOException e) {
      writer.close();
      throw e;
    }
  }

  /** Adds a record; its key is at the beginning of the array. */
  public void add(byte[] key, int keyLength, byte[] line, int offset, int length)
      throws IOException {
    add(key, 0, keyLength, line, offset, length);
  }

  @Override
  public void add(byte[] key, int keyOffset, int keyLength, byte[] line, int offset, int length)
      throws IOException {
    if ((long) keyLength + length > RunFormat.MOST_RECORD_BYTES) {
      throw new SortKeyException(
          "the record is too long (%d bytes with its key; expected %d at most)"
              .formatted((long) keyLength + length, RunFormat.MOST_RECORD_BYTES));
    }
    sorted =
        sorted
            && (records == 0
                || Arrays.compareUnsigned(
                        lastKey.array(), 0, lastKey.length(), key, keyOffset, keyOffset + keyLength)
                    <= 0);
    lastKey.set(key, keyOffset, keyLength);
    if (blockRecords == 0) {
      firstKey.set(key, keyOffset, keyLength);
    }
    records++;
    ndjsonBytes += length + 1L;
    blockRecords++;
    blockNdjsonBytes += length + 1L;
    block.addVarint(keyLength);
    block.add(key, keyOffset, keyLength);
    block.addVarint(length);
    if (length > Math.max(blockBytes, RunFormat.LARGE_BLOCK_BYTES)) {
      flushLarge(line, offset, length);
      return;
    }
    block.add(line, offset, length);
    if (block.length() >= blockBytes) {
      flush();
    }
  }

  /** Makes the run durable and visible. Nothing can be added afterwards. */
  public Run commit() throws IOException {
    if (blockRecords > 0) {
      flush();
    }
    long indexOffset = out.bytes();
    KeyBytes tail = new KeyBytes(index.length() + lastKey.length() + 64);
    tail.addVarint(blocks);
    tail.add(index.array(), 0, index.length());
    addIndexKey(lastKey, tail);
    long indexLength = tail.length();
    tail.addLong(indexOffset);
    tail.addLong(indexLength);
    tail.addLong(records);
    tail.addLong(ndjsonBytes);
    tail.addInt(sorted ? 1 : 0);
    CRC32C crc = new CRC32C();
    crc.update(tail.array(), 0, tail.length());
    tail.addInt((int) crc.getValue());
    tail.add(RunFormat.MAGIC, 0, RunFormat.MAGIC.length);
    out.write(tail.array(), 0, tail.length());
    file.commit();
    return new Run(out.storedAs(uri), ordinal, name, records, ndjsonBytes, sorted);
  }

  @Override
  public void close() throws IOException {
    zstd.close();
    file.close();
  }

  private void flush() throws IOException {
    int most = (int) Zstd.compressBound(block.length());
    if (frame.length < most) {
      frame = new byte[most];
    }
    int length = zstd.compressByteArray(frame, 0, frame.length, block.array(), 0, block.length());
    CRC32C crc = new CRC32C();
    crc.update(frame, 0, length);
    out.write(frame, 0, length);
    endBlock(length, block.length(), crc);
  }

  /** The block so far, and the line that ends it. */
  private void flushLarge(byte[] line, int offset, int length) throws IOException {
    CRC32C crc = new CRC32C();
    long start = out.bytes();
    try (ZstdOutputStreamNoFinalizer stream =
        new ZstdOutputStreamNoFinalizer(
            new CheckedOutputStream(CloseShieldOutputStream.wrap(out), crc), LEVEL)) {
      stream.setChecksum(true);
      stream.write(block.array(), 0, block.length());
      stream.write(line, offset, length);
    }
    endBlock(out.bytes() - start, Math.addExact(block.length(), length), crc);
  }

  private void endBlock(long length, int rawLength, CRC32C crc) {
    index.addVarint(length);
    index.addVarint(rawLength);
    index.addVarint(blockRecords);
    index.addVarint(blockNdjsonBytes);
    index.addInt((int) crc.getValue());
    addIndexKey(firstKey, index);
    blocks++;
    blockRecords = 0;
    blockNdjsonBytes = 0;
    block.clear();
  }

  private static void addIndexKey(KeyBytes key, KeyBytes to) {
    int length = Math.min(key.length(), IndexKey.MOST_BYTES);
    to.addVarint(length);
    to.add(key.array(), 0, length);
  }
}
