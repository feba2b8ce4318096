package dev.sluice.sort;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What a run holds, for the tests of other packages. */
public final class RunContents {
  private RunContents() {}

  /** Its records in its order. */
  public static List<String> lines(Storage storage, Run run) throws IOException {
    List<String> lines = new ArrayList<>();
    try (RunCursor cursor = RunCursor.open(storage, RunIndex.read(storage, run), 0)) {
      while (cursor.advance()) {
        lines.add(new String(cursor.array(), cursor.lineOffset(), cursor.lineLength(), UTF_8));
      }
    }
    return lines;
  }

  /** Whether every record has the key that this order gives it. */
  public static boolean hasKeysOf(SortOrder order, Storage storage, Run run) throws IOException {
    SortKeys keys = SortKeys.of(order);
    try (RunCursor cursor = RunCursor.open(storage, RunIndex.read(storage, run), 0)) {
      while (cursor.advance()) {
        keys.take(cursor.array(), cursor.lineOffset(), cursor.lineLength());
        if (!Arrays.equals(
            cursor.array(),
            cursor.keyOffset(),
            cursor.keyOffset() + cursor.keyLength(),
            keys.bytes(),
            0,
            keys.length())) {
          return false;
        }
      }
    }
    return true;
  }
}
