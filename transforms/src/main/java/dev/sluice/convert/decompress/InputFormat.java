package dev.sluice.convert.decompress;

import java.io.InputStream;

/**
 * How a dump file is compressed, as its first bytes tell; names lie and standard input has none.
 */
enum InputFormat {
  PLAIN("plain text"),
  GZIP("gzip"),
  BZIP2("bzip2"),
  ZSTD("zstd"),
  SEVEN_ZIP("7z");

  /** How many bytes {@link #of} wants to see. */
  static final int MAGIC_BYTES = 6;

  static final int BUFFER_BYTES = 256 * 1024;

  private final String label;

  InputFormat(String label) {
    this.label = label;
  }

  /**
   * The format of a file.
   *
   * @param first its first bytes, {@link #MAGIC_BYTES} of them or as many as it has
   */
  static InputFormat of(byte[] first) {
    if (begins(first, 0x1f, 0x8b)) {
      return GZIP;
    }
    if (begins(first, 'B', 'Z', 'h')) {
      return BZIP2;
    }
    // RFC 8878: a frame, or a skippable frame (the fifth to the eighth bit are free) before it.
    if (begins(first, 0x28, 0xb5, 0x2f, 0xfd)
        || (first.length >= 4
            && (first[0] & 0xf0) == 0x50
            && begins(new byte[] {first[1], first[2], first[3]}, 0x2a, 0x4d, 0x18))) {
      return ZSTD;
    }
    return begins(first, '7', 'z', 0xbc, 0xaf, 0x27, 0x1c) ? SEVEN_ZIP : PLAIN;
  }

  /** Whether a decoder gives all that comes before an error, however much is read at a time. */
  boolean isExact() {
    return this == PLAIN || this == GZIP || this == BZIP2;
  }

  /**
   * The decompressed bytes of all members, streams or frames one after another; not for {@link
   * #SEVEN_ZIP}, which has to be read at any position.
   *
   * @param threads how many may help; 0 if all is done on the reader's
   */
  InputStream decompress(InputStream in, int threads) {
    return switch (this) {
      case PLAIN -> in;
      case GZIP -> new GzipMembers(in);
      // The reader waits meanwhile, as does what it reads for.
      case BZIP2 -> new Bzip2Input(in, threads == 0 ? 0 : threads + 1);
      case ZSTD -> new ZstdFrames(in);
      case SEVEN_ZIP -> throw new IllegalStateException("7z is not a stream");
    };
  }

  @Override
  public String toString() {
    return label;
  }

  private static boolean begins(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (bytes[i] != (byte) magic[i]) {
        return false;
      }
    }
    return true;
  }
}
