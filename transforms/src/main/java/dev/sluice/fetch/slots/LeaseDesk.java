package dev.sluice.fetch.slots;

import dev.sluice.dump.Mirror;
import dev.sluice.storage.VersionedFiles;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes leases for all threads of a process. They look one after the other and share what they see,
 * so the requests of those who wait do not grow with their number; a slot that is free costs a
 * look, two changes and a confirmation.
 */
final class LeaseDesk {
  /** How many places are tried at one look: more would be a contest. */
  private static final int MOST_TRIES = 2;

  private final VersionedFiles files;
  private final URI folder;
  private final LeaseTimes times;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private final Renewals renewals;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Map<String, LeaseWatch> watches = new HashMap<>();

  LeaseDesk(
      VersionedFiles files,
      URI folder,
      LeaseTimes times,
      LongSupplier nanoTime,
      Sleeper sleeper,
      Renewals renewals) {
    this.files = files;
    this.folder = folder;
    this.times = times;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
    this.renewals = renewals;
  }

  Slot take(MirrorSlots.Preference preference) throws IOException, InterruptedException {
    while (true) {
      Slot slot = look(preference);
      if (slot != null) {
        return slot;
      }
      long look = times.look().toNanos();
      sleeper.sleep(Duration.ofNanos(look + ThreadLocalRandom.current().nextLong(look)));
    }
  }

  /** Takes a slot if one is free; null if not. */
  @Nullable LeasedSlot look(MirrorSlots.Preference preference)
      throws IOException, InterruptedException {
    turn.lockInterruptibly();
    try {
      List<Mirror> ranked = preference.ranked();
      // All first: the smallest cap that any name of a host comes with is the host's.
      ranked.forEach(mirror -> watch(mirror).limit(mirror.connections()));
      int tries = 0;
      for (Mirror mirror : ranked) {
        LeaseWatch watch = watch(mirror);
        for (LeaseWatch.Place place : watch.places()) {
          if (tries++ == MOST_TRIES) {
            return null;
          }
          watch.forget(); // Whatever comes of it, what was seen is not so any more.
          Lease lease = new Lease(files, place.file(), times, nanoTime);
          if (lease.take(place.lapsed())) {
            return handOver(slot(mirror, lease, watch), preference);
          }
        }
      }
      return null;
    } finally {
      turn.unlock();
    }
  }

  /**
   * Takes over a slot that was reserved elsewhere, if its mirror is one of the preferred; null if
   * it cannot be had.
   *
   * @param file the reserved lease's
   * @param nonce the same
   */
  @Nullable LeasedSlot takeOver(URI file, String nonce, MirrorSlots.Preference preference)
      throws IOException, InterruptedException {
    turn.lockInterruptibly();
    try {
      for (Mirror mirror : preference.ranked()) {
        LeaseWatch watch = watch(mirror);
        watch.limit(mirror.connections());
        if (file.equals(folder(mirror).resolve(name(file)))) {
          Lease lease = Lease.of(files, file, times, nanoTime, nonce).heir();
          return lease.takeOver() ? handOver(slot(mirror, lease, watch), preference) : null;
        }
      }
      return null;
    } finally {
      turn.unlock();
    }
  }

  private static String name(URI file) {
    String path = file.getPath();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private LeasedSlot slot(Mirror mirror, Lease lease, LeaseWatch watch) {
    return new LeasedSlot(mirror, lease, renewals, () -> refused(watch, mirror), watch::forget);
  }

  private void refused(LeaseWatch watch, Mirror mirror) {
    turn.lock();
    try {
      watch.refused(mirror.name());
    } finally {
      turn.unlock();
    }
  }

  private LeasedSlot handOver(LeasedSlot slot, MirrorSlots.Preference preference) {
    renewals.add(slot);
    boolean told = false;
    try {
      preference.taken(slot.mirror());
      told = true;
      return slot;
    } finally {
      if (!told) {
        slot.close();
      }
    }
  }

  private LeaseWatch watch(Mirror mirror) {
    return watches.computeIfAbsent(
        MirrorHost.of(mirror), host -> new LeaseWatch(files, folder(mirror), times, nanoTime));
  }

  private URI folder(Mirror mirror) {
    return folder.resolve(MirrorHost.folderName(MirrorHost.of(mirror)) + "/");
  }
}
