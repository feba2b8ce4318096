package dev.sluice.pipeline;

import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;

/**
 * A command's own folder within the work folder of its output. It is deleted in the end, and the
 * work folder with it unless something else is in it.
 *
 * @param storage where it is
 * @param work the output's work folder
 * @param folder the own folder in it, ending in a slash
 */
record OwnWork(Storage storage, URI work, URI folder) implements Closeable {
  static OwnWork of(String command, Storage storage, URI output) {
    URI work = output.resolve("_work/");
    return new OwnWork(storage, work, work.resolve("%s-%s/".formatted(command, UUID.randomUUID())));
  }

  @Override
  public void close() throws IOException {
    storage.deleteFolder(folder);
    storage.deleteEmptyFolder(work);
  }
}
