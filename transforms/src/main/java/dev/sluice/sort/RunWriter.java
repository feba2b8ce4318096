package dev.sluice.sort;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.DigestingOutput;
import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run: records with their sort keys. Without {@link #commit()} before {@link #close()}
 * nothing is left.
 *
 * <p><b>Format, version 1.</b> Numbers of fixed size are big-endian; varints are those of Protocol
 * Buffers.
 *
 * <ol>
 *   <li>8 bytes: {@code sluirun} and 0x01.
 *   <li>Blocks of about 256 KiB of records, but at least one whole record: {@code varint keyLength,
 *       key, varint lineLength, line} (the line without its line feed); each a zstd frame (RFC
 *       8878) with content checksum.
 *   <li>The index: {@code varint blocks}, and for each block {@code varint frameLength, varint
 *       rawLength, varint records, varint ndjsonBytes, 4 bytes CRC-32C of the frame, varint
 *       keyLength, first key}; then {@code varint keyLength, last key of the run}. Keys are cut to
 *       their first 1,024 bytes. The first frame is at byte 8, the others follow without gaps.
 *   <li>The trailer, 48 bytes: index offset, index length, records, NDJSON bytes (8 bytes each),
 *       whether the keys are in order (4 bytes, 0 or 1), CRC-32C of the index and of the trailer so
 *       far (4 bytes), the first 8 bytes of the file again.
 * </ol>
 *
 * <p>A temporary run is magic and blocks only; its index stays in memory. On a local disk its
 * blocks are not compressed.
 *
 * <p>Memory: about three times 256 KiB, and up to 1 KiB for each 256 KiB of records for the index;
 * a record longer than a block is compressed as a stream, out of the caller's array.
 */
public final class RunWriter implements RecordSink, Closeable {
  private static final int LEVEL = 1;
  private static final String LOCAL = "file";

  private final URI uri;
  private final int ordinal;
  private final String name;
  private final int blockBytes;
  private final Storage storage;
  private final boolean stored;
  private final AtomicOutput file;
  private final @Nullable DigestingOutput digesting;
  private final OutputStream out;
  private final ZstdCompressCtx zstd;
  private final KeyBytes block;
  private final List<RunBlock> blocks = new ArrayList<>();
  private final KeyBytes firstKey = new KeyBytes();
  private final KeyBytes lastKey = new KeyBytes();
  private byte[] frame = new byte[0];
  private int blockRecords;
  private long blockNdjsonBytes;
  private long written;
  private long records;
  private long ndjsonBytes;
  private boolean sorted = true;

  private RunWriter(
      Storage storage, URI uri, int ordinal, String name, int blockBytes, boolean temporary)
      throws IOException {
    this.storage = storage;
    this.uri = uri;
    this.ordinal = ordinal;
    this.name = name;
    this.blockBytes = blockBytes;
    // To a disk's cache, bytes go faster than any compression makes fewer of them.
    this.stored = temporary && LOCAL.equals(uri.getScheme());
    this.block = new KeyBytes(blockBytes + blockBytes / 8);
    this.file = storage.create(uri);
    this.zstd = new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true).setContentSize(true);
    this.digesting = temporary ? null : new DigestingOutput(file);
    this.out = digesting == null ? file : digesting;
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
    return begin(new RunWriter(storage, uri, ordinal, name, blockBytes, false));
  }

  /**
   * Starts a run for the process that writes it: without a digest beyond those of its blocks, not
   * forced to disk, and on a local disk as it is; to be ended by {@link #end()}.
   */
  static RunWriter temporary(Storage storage, URI uri, int ordinal) throws IOException {
    return begin(new RunWriter(storage, uri, ordinal, uri.toString(), RunFormat.BLOCK_BYTES, true));
  }

  private static RunWriter begin(RunWriter writer) throws IOException {
    try {
      writer.write(RunFormat.MAGIC, 0, RunFormat.MAGIC.length);
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
    if (digesting == null) {
      throw new IllegalStateException("run %s is temporary (expected end)".formatted(uri));
    }
    endBlocks();
    writeIndex();
    file.commit();
    return new Run(digesting.storedAs(uri), ordinal, name, records, ndjsonBytes, sorted);
  }

  /** Makes a temporary run visible. Nothing can be added afterwards. */
  RunIndex end() throws IOException {
    if (digesting != null) {
      throw new IllegalStateException("run %s is not temporary (expected commit)".formatted(uri));
    }
    endBlocks();
    file.commitUnforced();
    IndexKey last = IndexKey.of(lastKey.array(), 0, lastKey.length());
    // The index lives long: it is not to keep the writer and its buffers.
    Storage from = storage;
    boolean asTheyAre = stored;
    return new RunIndex(
        uri,
        ordinal,
        sorted,
        blocks,
        last,
        (index, first) -> RunCursor.open(from, index, first, asTheyAre));
  }

  private void endBlocks() throws IOException {
    if (blockRecords > 0) {
      flush();
    }
  }

  private void writeIndex() throws IOException {
    long indexOffset = written;
    KeyBytes tail = new KeyBytes(1024);
    tail.addVarint(blocks.size());
    for (RunBlock known : blocks) {
      tail.addVarint(known.length());
      tail.addVarint(known.rawLength());
      tail.addVarint(known.records());
      tail.addVarint(known.bytes());
      tail.addInt(known.crc());
      addIndexKey(known.firstKey(), tail);
    }
    addIndexKey(IndexKey.of(lastKey.array(), 0, lastKey.length()), tail);
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
    write(tail.array(), 0, tail.length());
  }

  @Override
  public void close() throws IOException {
    zstd.close();
    file.close();
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
    written += length;
  }

  private void flush() throws IOException {
    byte[] bytes = block.array();
    int length = block.length();
    if (!stored) {
      int most = (int) Zstd.compressBound(length);
      if (frame.length < most) {
        frame = new byte[most];
      }
      length = zstd.compressByteArray(frame, 0, frame.length, bytes, 0, length);
      bytes = frame;
    }
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    write(bytes, 0, length);
    endBlock(length, block.length(), crc);
  }

  /** The block so far, and the line that ends it. */
  private void flushLarge(byte[] line, int offset, int length) throws IOException {
    CRC32C crc = new CRC32C();
    long start = written;
    int rawLength = Math.addExact(block.length(), length);
    OutputStream counted =
        new CheckedOutputStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
              }

              @Override
              public void write(byte[] bytes, int from, int count) throws IOException {
                RunWriter.this.write(bytes, from, count);
              }
            },
            crc);
    try (OutputStream stream = stored ? counted : compressing(counted)) {
      stream.write(block.array(), 0, block.length());
      stream.write(line, offset, length);
    }
    endBlock(written - start, rawLength, crc);
  }

  private static OutputStream compressing(OutputStream out) throws IOException {
    return new ZstdOutputStreamNoFinalizer(out, LEVEL).setChecksum(true);
  }

  private void endBlock(long length, int rawLength, CRC32C crc) {
    blocks.add(
        new RunBlock(
            written - length,
            length,
            (int) crc.getValue(),
            rawLength,
            records - blockRecords,
            blockRecords,
            blockNdjsonBytes,
            IndexKey.of(firstKey.array(), 0, firstKey.length())));
    blockRecords = 0;
    blockNdjsonBytes = 0;
    block.clear();
  }

  private static void addIndexKey(IndexKey key, KeyBytes to) {
    to.addVarint(key.bytes().length);
    to.add(key.bytes(), 0, key.bytes().length);
  }
}
