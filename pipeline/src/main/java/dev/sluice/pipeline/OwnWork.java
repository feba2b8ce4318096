package dev.sluice.pipeline;

import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;

/**
 * A command's own folder within the work folder of its output. It is deleted in the end, and the
 * work folder with it unless something else is in it.
 *
 * @param storage where it is
 * @param work the output's work folder
 * @param folder the own folder in it, ending in a slash
 */
record OwnWork(Storage storage, URI work, URI folder) implements Closeable {
  /** The folder of who has taken the output; what one that was killed left there is deleted. */
  static OwnWork of(String command, Storage storage, URI output) throws IOException {
    URI work = RunSettings.workIn(output);
    URI folder = work.resolve(command + "/");
    storage.deleteFolder(folder);
    return new OwnWork(storage, work, folder);
  }

  @Override
  public void close() throws IOException {
    storage.deleteFolder(folder);
    storage.deleteEmptyFolder(work);
  }
}
