package dev.sluice.sort;

import dev.sluice.compress.CompressedOutput;
import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.DigestingOutput;
import dev.sluice.storage.Storage;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes one part. Without {@link #commit()} nothing is left. */
final class PartWriter implements Closeable {
  private static final int BUFFER_BYTES = 128 * 1024;

  private final MergeRequest request;
  private final URI uri;
  private final AtomicOutput file;
  private final DigestingOutput digesting;
  private final OutputStream lines;
  private final KeyBytes firstKey = new KeyBytes();
  private final KeyBytes lastKey = new KeyBytes();
  private long records;
  private long bytes;

  private PartWriter(MergeRequest request, URI uri, AtomicOutput file) throws IOException {
    this.request = request;
    this.uri = uri;
    this.file = file;
    this.digesting = new DigestingOutput(file);
    // What compresses closes what it writes to, but only a commit may end the file.
    OutputStream shield = CloseShieldOutputStream.wrap(digesting);
    this.lines =
        new BufferedOutputStream(CompressedOutput.of(request.compression(), shield), BUFFER_BYTES);
  }

  static PartWriter create(MergeRequest request, Storage storage) throws IOException {
    String name = FileNames.part(request.part(), request.parts(), request.compression());
    URI uri = FileNames.in(request.folder(), name);
    AtomicOutput file = storage.create(uri);
    try {
      return new PartWriter(request, uri, file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  void add(byte[] key, int keyOffset, int keyLength, byte[] line, int offset, int length)
      throws IOException {
    if (records == 0) {
      firstKey.set(key, keyOffset, keyLength);
    }
    lastKey.set(key, keyOffset, keyLength);
    lines.write(line, offset, length);
    lines.write('\n');
    records++;
    bytes += length + 1L;
  }

  Part commit() throws IOException {
    lines.close();
    file.commit();
    return new Part(
        digesting.storedAs(uri), request.part(), records, bytes, values(firstKey), values(lastKey));
  }

  /** Also ends the compression, which has threads, and memory that is not the heap's. */
  @Override
  public void close() throws IOException {
    Closing.all(List.of(lines, file));
  }

  private @Nullable List<@Nullable Object> values(KeyBytes key) {
    return records == 0 ? null : SortKeys.values(request.order(), key.array(), 0, key.length());
  }
}
