package dev.sluice.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Counts and digests (SHA-256) what passes to another stream. */
public final class DigestingOutput extends FilterOutputStream {
  private final MessageDigest digest = Digests.sha256();
  private long bytes;

  public DigestingOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
    digest.update((byte) b);
    bytes++;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    digest.update(buffer, offset, length);
    bytes += length;
  }

  /** Bytes passed so far. */
  public long bytes() {
    return bytes;
  }

  /** What passed, as the file it became. May be asked once, at the end. */
  public StoredFile storedAs(URI uri) {
    return new StoredFile(uri, bytes, HexFormat.of().formatHex(digest.digest()));
  }
}
