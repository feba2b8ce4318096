package dev.sluice.sort;

import dev.sluice.storage.Lock;
import dev.sluice.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for the spills of one sort, made with the first of them and deleted in the end. As long
 * as its sort lives, it holds a lock beside it, named after it; so the next sort in the same work
 * folder knows what a killed one left, and deletes it.
 */
final class SpillFolder implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SpillFolder.class);
  private static final String PREFIX = ".sluice-sort-";
  private static final String LOCK = ".lock";
  private static final long MIB = 1 << 20;

  private final Storage storage;
  private final URI work;
  private final URI folder;
  private final URI lockFile;
  private @Nullable Lock lock;

  /** A folder within a work folder, not made yet. */
  SpillFolder(Storage storage, URI work) {
    String name = PREFIX + UUID.randomUUID();
    this.storage = storage;
    this.work = work;
    this.folder = FileNames.in(work, name);
    this.lockFile = FileNames.in(work, name + LOCK);
  }

  /** Deletes what sorts that were killed left in the work folder. */
  void clean() throws IOException {
    for (URI file : storage.children(work)) {
      String name = file.getPath().substring(file.getPath().lastIndexOf('/') + 1);
      if (name.startsWith(PREFIX) && name.endsWith(LOCK)) {
        try {
          clean(file, name.substring(0, name.length() - LOCK.length()));
        } catch (IOException e) {
          LOG.debug("{} is another user's", file, e); // As in the folder for temporary files.
        }
      }
    }
  }

  private void clean(URI lockOfOther, String name) throws IOException {
    Optional<Lock> dead = storage.lock(lockOfOther);
    if (dead.isPresent()) {
      try (Lock held = dead.get()) {
        storage.deleteFolder(FileNames.in(work, name));
      }
    }
  }

  /**
   * The folder, which from now on is known to be in use.
   *
   * @param bytes that are going to be written to the work folder's disk, as far as can be foreseen
   * @throws IOException if there is not so much room
   */
  synchronized URI make(long bytes) throws IOException {
    if (lock == null) {
      OptionalLong free = storage.freeBytes(work);
      if (free.isPresent() && free.getAsLong() < bytes) {
        throw new IOException(
            "Cannot sort in %s: the disk has not room enough (%,d MiB free; expected %,d)"
                .formatted(work, free.getAsLong() / MIB, bytes / MIB + 1));
      }
      lock =
          storage
              .lock(lockFile)
              .orElseThrow(() -> new IOException("Cannot lock %s: it is held".formatted(lockFile)));
    }
    return folder;
  }

  @Override
  public synchronized void close() throws IOException {
    Lock held = lock;
    if (held != null) {
      try (held) {
        storage.deleteFolder(folder);
      }
    }
  }
}
