package dev.sluice.storage;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** How a published file is compressed, as its name's ending tells. */
public enum Compression {
  NONE(""),
  GZIP(".gz"),
  ZSTD(".zst");

  private static final int BUFFER_BYTES = 64 * 1024;

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /** What a file's name ends in: empty, {@code .gz} or {@code .zst}. */
  public String suffix() {
    return suffix;
  }

  /** The compression that a file's name asks for, in either case; {@link #NONE} if for none. */
  public static Compression ofName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(GZIP.suffix) ? GZIP : lower.endsWith(ZSTD.suffix) ? ZSTD : NONE;
  }

  /** A stream whose bytes reach the other one compressed; closing it closes the other. */
  public OutputStream compress(OutputStream out) throws IOException {
    return switch (this) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out, BUFFER_BYTES);
      case ZSTD -> new ZstdOutputStream(out).setChecksum(true);
    };
  }
}
