package dev.sluice.sort;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Records for tests: a key, and a line that tells it and which record it is. */
record Records(String key, String line) {
  static final Comparator<Records> BY_KEY = Comparator.comparing(Records::key);

  /** One record for each key; the lines are told apart by a number. */
  static List<Records> of(List<String> keys, int firstNumber) {
    List<Records> all = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String line = "{\"key\":\"%s\",\"number\":%d}".formatted(keys.get(i), firstNumber + i);
      all.add(new Records(keys.get(i), line));
    }
    return all;
  }

  static Run write(Storage storage, URI file, int ordinal, List<Records> records, int blockBytes)
      throws IOException {
    try (RunWriter writer =
        RunWriter.create(storage, file, ordinal, "input " + ordinal, blockBytes)) {
      for (Records record : records) {
        byte[] line = record.line.getBytes(UTF_8);
        byte[] key = record.key.getBytes(UTF_8);
        writer.add(key, key.length, line, 0, line.length);
      }
      return writer.commit();
    }
  }

  static List<Records> read(Storage storage, Run run) throws IOException {
    List<Records> all = new ArrayList<>();
    try (RunCursor cursor = RunCursor.open(storage, RunIndex.read(storage, run), 0)) {
      while (cursor.advance()) {
        all.add(
            new Records(
                new String(cursor.array(), cursor.keyOffset(), cursor.keyLength(), UTF_8),
                new String(cursor.array(), cursor.lineOffset(), cursor.lineLength(), UTF_8)));
      }
    }
    return all;
  }

  /** Keeps what a sink takes. */
  static RecordSink into(List<Records> all) {
    return (key, keyOffset, keyLength, line, offset, length) ->
        all.add(
            new Records(
                new String(key, keyOffset, keyLength, UTF_8),
                new String(line, offset, length, UTF_8)));
  }
}
