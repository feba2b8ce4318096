package dev.sluice.sort;

import dev.sluice.compress.CompressedOutput;
import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.DigestingOutput;
import dev.sluice.storage.Storage;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.commons.io.output.CloseShieldOutputStream;
import org.jspecify.annotations.Nullable;

/** Writes one part. Without {@link #commit()} nothing is left. */
final class PartWriter implements RecordSink, Closeable {
  private static final int BUFFER_BYTES = 128 * 1024;

  private final PartPlace place;
  private final AtomicOutput file;
  private final DigestingOutput digesting;
  private final OutputStream lines;
  private final KeyBytes firstKey = new KeyBytes();
  private final KeyBytes lastKey = new KeyBytes();
  private @Nullable Meter meter;
  private long records;
  private long bytes;

  private PartWriter(PartPlace place, AtomicOutput file) throws IOException {
    this.place = place;
    this.file = file;
    this.digesting = new DigestingOutput(file);
    // What compresses closes what it writes to, but only a commit may end the file.
    OutputStream shield = CloseShieldOutputStream.wrap(digesting);
    this.lines =
        new BufferedOutputStream(CompressedOutput.of(place.compression(), shield), BUFFER_BYTES);
  }

  static PartWriter create(PartPlace place, Storage storage) throws IOException {
    AtomicOutput file = storage.create(place.uri());
    try {
      return new PartWriter(place, file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public void add(byte[] key, int keyOffset, int keyLength, byte[] line, int offset, int length)
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

  /** Adds to it and tells a meter, to the last byte once it is committed. */
  RecordSink metered(Meter told) {
    meter = told;
    return (key, keyOffset, keyLength, line, offset, length) -> {
      add(key, keyOffset, keyLength, line, offset, length);
      told.add(length + 1L);
    };
  }

  Part commit() throws IOException {
    lines.close();
    file.commit();
    if (meter != null) {
      meter.end();
    }
    return new Part(
        digesting.storedAs(place.uri()),
        place.part(),
        records,
        bytes,
        values(firstKey),
        values(lastKey));
  }

  /** Also ends the compression, which has threads, and memory that is not the heap's. */
  @Override
  public void close() throws IOException {
    Closing.all(List.of(lines, file));
  }

  private @Nullable List<@Nullable Object> values(KeyBytes key) {
    return records == 0 ? null : SortKeys.values(place.order(), key.array(), 0, key.length());
  }
}
