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
 * A folder for the spills of one sort, of lines or of times, made with the first of them and
 * deleted in the end. As long as its sort lives, it holds a lock beside it, named after it; so the
 * next sort in the same work folder knows what a killed one left, and deletes it.
 */
public final class SpillFolder implements WorkFolder, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SpillFolder.class);
  private static final String PREFIX = ".sluice-sort-";
  private static final String LOCK = ".lock";
  private static final long MIB = 1 << 20;

  private final Storage storage;
  private final URI work;
  private @Nullable URI folder;
  private @Nullable Lock lock;
  private boolean closed;

  /** A folder within a work folder, not made yet. */
  public SpillFolder(Storage storage, URI work) {
    this.storage = storage;
    this.work = work;
  }

  /** Deletes what sorts that were killed left in the work folder. */
  public void clean() throws IOException {
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
   * Finds whether the work folder's disk has room, where that can be told.
   *
   * @param bytes that are surely going to be written there
   * @throws IOException if it has not
   */
  void requireRoom(long bytes) throws IOException {
    OptionalLong free = storage.freeBytes(work);
    if (free.isPresent() && free.getAsLong() < bytes) {
      throw new IOException(
          "Cannot sort in %s: the disk has not room enough (%,d MiB free; expected %,d)"
              .formatted(place(), free.getAsLong() / MIB, bytes / MIB + 1));
    }
  }

  private String place() {
    return "file".equals(work.getScheme()) ? work.getPath() : work.toString();
  }

  @Override
  public synchronized URI make() throws IOException {
    if (closed) {
      throw new IOException("Cannot sort in %s: the sort has ended".formatted(place()));
    }
    URI made = folder;
    while (made == null) {
      String name = PREFIX + UUID.randomUUID();
      Optional<Lock> taken = storage.lock(FileNames.in(work, name + LOCK));
      if (taken.isPresent()) { // Else another sort looks just now whether it is left over.
        lock = taken.get();
        made = FileNames.in(work, name);
        folder = made;
      }
    }
    return made;
  }

  /** Deletes it. If that fails, the lock's file stays, for the next sort to know it by. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    Lock held = lock;
    if (folder != null && held != null) {
      storage.deleteFolder(folder);
      held.close();
      lock = null;
    }
  }
}
