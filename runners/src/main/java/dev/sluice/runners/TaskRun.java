package dev.sluice.runners;

import dev.sluice.step.WorkFolder;
import dev.sluice.storage.Storage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.UUID;

/**
 * The run that tasks belong to, whichever driver launched them: it begins with the first driver
 * that launches any, and ends with the one that publishes. Each of them is the only one at its
 * time, since it holds the output.
 *
 * @param id 36 characters
 * @param resumed whether an earlier driver began it
 */
record TaskRun(String id, boolean resumed) {
  /** The one that goes on in a work folder, or a new one. */
  static TaskRun in(WorkFolder work, Storage storage) throws IOException {
    try {
      return new TaskRun(storage.readText(work.taskRun()).strip(), true);
    } catch (NoSuchFileException e) {
      String id = UUID.randomUUID().toString();
      storage.writeText(work.taskRun(), id);
      return new TaskRun(id, false);
    }
  }
}
