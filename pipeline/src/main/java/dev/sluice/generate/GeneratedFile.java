package dev.sluice.generate;

import dev.sluice.storage.AtomicOutput;
import dev.sluice.storage.Compression;
import dev.sluice.storage.LocalStorage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.apache.commons.io.output.CloseShieldOutputStream;

/** Writes generated dumps into files, compressed as the file's name asks for. */
public final class GeneratedFile {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String BZIP2 = ".bz2";

  private GeneratedFile() {}

  /**
   * Generates a dump into a file, which appears, or is replaced, once it is whole.
   *
   * @param file ends in {@code .xml} (not compressed), {@code .gz}, {@code .bz2} or {@code .zst};
   *     missing folders are made
   * @param multistream for {@code .bz2}: as Wikimedia's multistream files are made, the header in a
   *     first stream, then 100 pages (or log items) a stream, then the end in a last one
   * @throws IllegalArgumentException with a sentence for the user if the name has another ending,
   *     or {@code multistream} is asked for without {@code .bz2}
   */
  public static GeneratedDump write(DumpSpec spec, Path file, boolean multistream)
      throws IOException {
    String name = String.valueOf(file.getFileName());
    boolean bzip2 = name.endsWith(BZIP2);
    Compression compression = Compression.ofName(name);
    if (!bzip2 && compression == Compression.NONE && !name.endsWith(".xml")) {
      throw new IllegalArgumentException(
          "Cannot generate %s: its ending does not say how it is compressed".formatted(file)
              + " (expected .xml, .gz, .bz2 or .zst)");
    }
    if (multistream && !bzip2) {
      throw new IllegalArgumentException(
          "Cannot generate %s with many streams: only bzip2 has them (expected .bz2)"
              .formatted(file));
    }
    try (AtomicOutput place = new LocalStorage().create(file.toUri());
        OutputStream buffered = new BufferedOutputStream(place, BUFFER_BYTES)) {
      GeneratedDump made =
          bzip2 ? bzip2(spec, buffered, multistream) : compressed(spec, buffered, compression);
      buffered.flush();
      place.commit();
      return made;
    }
  }

  private static GeneratedDump compressed(DumpSpec spec, OutputStream file, Compression compression)
      throws IOException {
    // The file itself is committed before it is closed.
    try (OutputStream out = compression.compress(CloseShieldOutputStream.wrap(file))) {
      return DumpGenerator.of(spec).writeTo(out);
    }
  }

  private static GeneratedDump bzip2(DumpSpec spec, OutputStream file, boolean multistream)
      throws IOException {
    Bzip2Streams out = new Bzip2Streams(file);
    GeneratedDump made =
        DumpGenerator.of(spec).writeTo(out, multistream ? out::nextStream : () -> {});
    out.finish();
    return made;
  }
}
