package dev.sluice.convert.decompress;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What a bzip2 block holds, chunk by chunk. */
interface DecodedBlock {
  /** Most blocks hold 900,000 bytes at most; only what repeats bytes holds more. */
  int CHUNK_BYTES = 1 << 20;

  /**
   * Some decoded bytes.
   *
   * @param bytes whose first ones they are
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Chunk(byte[] bytes, int length) {}

  /** Decodes a block; what is unusual or wrong is found out when it is asked for its chunks. */
  static DecodedBlock of(Bzip2Block block, Bzip2Symbols symbols) {
    byte[] sorted = symbols.unsorted(block);
    return sorted == null ? new WhenAsked(block) : new Bzip2Content(block, sorted);
  }

  /** The block. */
  Bzip2Block block();

  /**
   * The next chunk; null after the last one. A first chunk that is not full has been verified.
   *
   * @throws IOException if the block is not what its checksum says, or not a block
   */
  @Nullable Chunk next() throws IOException;

  /** A block that a library decodes while it is asked for its chunks. */
  final class WhenAsked implements DecodedBlock {
    private final Bzip2Block block;
    private @Nullable InputStream decoded;

    WhenAsked(Bzip2Block block) {
      this.block = block;
    }

    @Override
    public Bzip2Block block() {
      return block;
    }

    @Override
    public @Nullable Chunk next() throws IOException {
      byte[] bytes = new byte[CHUNK_BYTES];
      try {
        InputStream in = decoded == null ? block.decoded() : decoded;
        decoded = in;
        int length = in.readNBytes(bytes, 0, bytes.length);
        return length == 0 ? null : new Chunk(bytes, length);
      } catch (RuntimeException e) {
        // The decoder fails so on some corrupt bytes.
        throw new IOException(e.getClass().getSimpleName(), e);
      }
    }
  }
}
