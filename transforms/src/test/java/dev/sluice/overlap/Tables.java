package dev.sluice.overlap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.overlap.rows.BadRows;
import dev.sluice.overlap.rows.Columns;
import dev.sluice.sort.LineInput;
import dev.sluice.storage.LocalStorage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/** Tables in memory, and what is said about them. */
final class Tables {
  static final Columns COLUMNS = Columns.of("start_at", "end_at");
  private static final long MEMORY = 64 << 20;

  private Tables() {}

  static LineInput table(String text) {
    return new LineInput("table", () -> new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  static Overlaps read(String text) throws IOException, InterruptedException {
    return read(text, Path.of(""), MEMORY, 0);
  }

  static Overlaps read(String text, Path work, long memoryBytes, int perRange)
      throws IOException, InterruptedException {
    return Overlaps.read(
        List.of(table(text)),
        COLUMNS,
        BadRows.FAIL,
        new LocalStorage(),
        work.toUri(),
        memoryBytes,
        perRange);
  }

  /** Writes. */
  @FunctionalInterface
  interface Writing {
    void to(OutputStream out) throws IOException, InterruptedException;
  }

  static String written(Writing writing) throws IOException, InterruptedException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writing.to(out);
    return out.toString(UTF_8);
  }
}
