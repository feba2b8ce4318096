package dev.sluice.sort;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs of JSON records by {@code id}, in small blocks. */
final class SortRunsFixture {
  private SortRunsFixture() {}

  static Run run(Storage storage, Path folder, int ordinal, List<Long> ids) throws IOException {
    return run(storage, folder, ordinal, ids, 100);
  }

  static Run run(Storage storage, Path folder, int ordinal, List<Long> ids, int blockBytes)
      throws IOException {
    SortKeys keys = SortKeys.of(SortOrder.by("id"));
    try (RunWriter writer =
        RunWriter.create(
            storage,
            folder.resolve("input-" + ordinal + ".run").toUri(),
            ordinal,
            "input " + ordinal,
            blockBytes)) {
      for (int i = 0; i < ids.size(); i++) {
        byte[] line = line(ids.get(i), ordinal, i).getBytes(UTF_8);
        keys.take(line, 0, line.length);
        writer.add(keys.bytes(), keys.length(), line, 0, line.length);
      }
      return writer.commit();
    }
  }

  static String line(long id, int run, int number) {
    return "{\"id\":%d,\"run\":%d,\"number\":%d}".formatted(id, run, number);
  }
}
