package dev.sluice.sort;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.apache.commons.io.input.BoundedInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a run from a block to the end. Every block is checked against the index:
 * what is cut short or damaged is an error that names the run's URI and the byte offset in its
 * file, never an end.
 *
 * <p>Memory: one block, compressed and not (256 KiB each); a long record once.
 */
final class RunCursor implements RecordCursor {
  private final URI uri;
  private final List<RunBlock> blocks;
  private final InputStream in;
  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private final boolean stored;
  private byte[] frame = new byte[0];
  private byte[] raw = new byte[0];
  private VarintReader records = new VarintReader(raw, 0, 0);
  private int next;
  private int recordsLeft;
  private long bytesLeft;
  private long record;
  private int keyOffset;
  private int keyLength;
  private int lineOffset;
  private int lineLength;

  private RunCursor(RunIndex index, int block, InputStream in, boolean stored) {
    this.stored = stored;
    this.uri = index.place();
    this.blocks = index.blocks();
    this.next = block;
    this.in = in;
    this.record = block < blocks.size() ? blocks.get(block).firstRecord() - 1 : -1;
  }

  /** Starts before the first record of a block. */
  static RunCursor open(Storage storage, RunIndex index, int block) throws IOException {
    return open(storage, index, block, false);
  }

  /**
   * The same.
   *
   * @param stored whether the blocks are as they are, not compressed
   */
  static RunCursor open(Storage storage, RunIndex index, int block, boolean stored)
      throws IOException {
    URI uri = index.place();
    try (InputStream start = storage.read(uri, 0)) {
      if (!Arrays.equals(start.readNBytes(RunFormat.MAGIC.length), RunFormat.MAGIC)) {
        throw new IOException(
            RunFormat.cannotRead(uri, 0) + "there is no run of version 1 (expected its magic)");
      }
    }
    long offset =
        block < index.blocks().size() ? index.blocks().get(block).offset() : RunFormat.MAGIC.length;
    return new RunCursor(index, block, storage.read(uri, offset), stored);
  }

  @Override
  public boolean advance() throws IOException {
    if (recordsLeft == 0) {
      if (next == blocks.size()) {
        return false;
      }
      read(blocks.get(next++));
    }
    try {
      keyLength = records.nextInt();
      keyOffset = records.skip(keyLength);
      lineLength = records.nextInt();
      lineOffset = records.skip(lineLength);
    } catch (IndexOutOfBoundsException e) {
      throw damaged("a record goes past the block's end", e);
    }
    recordsLeft--;
    bytesLeft -= lineLength + 1L;
    record++;
    if (recordsLeft == 0 && (bytesLeft != 0 || !records.atEnd())) {
      throw damaged("the block's counts do not agree with the index", null);
    }
    return true;
  }

  @Override
  public byte[] array() {
    return raw;
  }

  @Override
  public int keyOffset() {
    return keyOffset;
  }

  @Override
  public int keyLength() {
    return keyLength;
  }

  @Override
  public int lineOffset() {
    return lineOffset;
  }

  @Override
  public int lineLength() {
    return lineLength;
  }

  @Override
  public long record() {
    return record;
  }

  @Override
  public void close() throws IOException {
    zstd.close();
    in.close();
  }

  private void read(RunBlock block) throws IOException {
    int length = block.rawLength();
    boolean large = length > RunFormat.LARGE_BLOCK_BYTES;
    if (raw.length < length || raw.length > Math.max(length, RunFormat.LARGE_BLOCK_BYTES)) {
      raw = new byte[0]; // Lets the old one go before the new one is made.
      raw = new byte[length];
    }
    CRC32C crc = new CRC32C();
    try {
      int decompressed =
          stored ? copy(block, crc) : large ? stream(block, crc) : decompress(block, crc);
      if (decompressed != length) {
        throw damaged(
            "the block has another length (%d; expected %d)".formatted(decompressed, length), null);
      }
    } catch (ZstdException e) {
      throw damaged("the block is damaged (%s)".formatted(e.getMessage()), e);
    }
    records = new VarintReader(raw, 0, length);
    recordsLeft = block.records();
    bytesLeft = block.bytes();
  }

  private int copy(RunBlock block, CRC32C crc) throws IOException {
    int there = in.readNBytes(raw, 0, block.rawLength());
    crc.update(raw, 0, there);
    check(block, there, crc);
    return there;
  }

  private int decompress(RunBlock block, CRC32C crc) throws IOException {
    int length = (int) block.length();
    if (frame.length < length) {
      frame = new byte[length + length / 4];
    }
    int there = in.readNBytes(frame, 0, length);
    crc.update(frame, 0, there);
    check(block, there, crc);
    return zstd.decompressByteArray(raw, 0, block.rawLength(), frame, 0, length);
  }

  private int stream(RunBlock block, CRC32C crc) throws IOException {
    BoundedInputStream bounded =
        BoundedInputStream.builder()
            .setInputStream(new CheckedInputStream(in, crc))
            .setMaxCount(block.length())
            .setPropagateClose(false)
            .get();
    IOException failure = null;
    int decompressed = 0;
    try (ZstdInputStreamNoFinalizer stream = new ZstdInputStreamNoFinalizer(bounded)) {
      decompressed = stream.readNBytes(raw, 0, block.rawLength());
      if (stream.read() >= 0) {
        decompressed++;
      }
    } catch (ZstdIOException e) {
      failure = damaged("the block is damaged (%s)".formatted(e.getMessage()), e);
    }
    bounded.transferTo(OutputStream.nullOutputStream());
    check(block, bounded.getCount(), crc);
    if (failure != null) {
      throw failure;
    }
    return decompressed;
  }

  private void check(RunBlock block, long there, CRC32C crc) throws IOException {
    if (there < block.length()) {
      throw damaged(
          "it is cut short (%d bytes of a block there; expected %d)"
              .formatted(there, block.length()),
          null);
    }
    if ((int) crc.getValue() != block.crc()) {
      throw damaged(
          "the block is damaged (checksum %08x; expected %08x)"
              .formatted((int) crc.getValue(), block.crc()),
          null);
    }
  }

  private IOException damaged(String what, @Nullable Throwable cause) {
    return new IOException(RunFormat.cannotRead(uri, blocks.get(next - 1).offset()) + what, cause);
  }
}
