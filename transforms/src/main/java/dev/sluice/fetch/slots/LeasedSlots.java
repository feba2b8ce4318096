package dev.sluice.fetch.slots;

import dev.sluice.storage.VersionedFiles;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * Slots that are leases in storage. What a process keeps of them outside of slots and calls is what
 * those who wait have seen, for as long as anybody waits: nothing to outlive a job that is started
 * again.
 *
 * @param files where the leases are
 * @param folder the run's own, ending in a slash
 * @param times the same for all of the run
 */
record LeasedSlots(VersionedFiles files, URI folder, LeaseTimes times) implements MirrorSlots {
  private static final Map<URI, SharedDesk> DESKS = new HashMap<>();

  LeasedSlots {
    if (!folder.getPath().endsWith("/")) {
      throw new IllegalArgumentException(
          "Cannot keep slots in %s: it is not a folder (expected a slash at its end)"
              .formatted(folder));
    }
  }

  /** The desk of all copies of this value in the process, and how many use it. */
  private static final class SharedDesk {
    final LeaseDesk desk;
    int users;

    SharedDesk(LeaseDesk desk) {
      this.desk = desk;
    }
  }

  @Override
  public Slot take(Preference preference) throws IOException, InterruptedException {
    SharedDesk shared = enter();
    try {
      return shared.desk.take(preference);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException("waiting cancelled").initCause(e);
      }
      throw e;
    } finally {
      leave(shared);
    }
  }

  private SharedDesk enter() {
    synchronized (DESKS) {
      SharedDesk shared =
          DESKS.computeIfAbsent(
              folder,
              key ->
                  new SharedDesk(
                      new LeaseDesk(
                          files,
                          folder,
                          times,
                          System::nanoTime,
                          Sleeper.ofThreads(),
                          RenewalThread.ofProcess())));
      shared.users++;
      return shared;
    }
  }

  private void leave(SharedDesk shared) {
    synchronized (DESKS) {
      if (--shared.users == 0) {
        DESKS.remove(folder);
      }
    }
  }
}
