package dev.sluice.fetch.slots;

import dev.sluice.storage.VersionedFiles;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of one mirror's leases. A lease has lapsed when two looks a lapse apart
 * found the same version: no clock but this process's, and no time of a file, has a say in it. Not
 * for use by two threads at once.
 */
final class LeaseWatch {
  private final VersionedFiles files;
  private final URI folder;
  private final LeaseTimes times;
  private final LongSupplier nanoTime;
  private Map<String, Seen> leases = Map.of();
  private volatile boolean looked;
  private long lookedAt;
  private int cap = Integer.MAX_VALUE;

  /**
   * A version.
   *
   * @param since when the first look that found it had ended
   */
  private record Seen(String version, long since) {}

  /**
   * A place for a lease.
   *
   * @param file where it is
   * @param lapsed the version of the lapsed lease there; null if there is none
   */
  record Place(URI file, @Nullable String lapsed) {}

  LeaseWatch(VersionedFiles files, URI folder, LeaseTimes times, LongSupplier nanoTime) {
    this.files = files;
    this.folder = folder;
    this.times = times;
    this.nanoTime = nanoTime;
  }

  /** Lowers the number of slots. Leases that are there already count towards it. */
  void limit(int connections) {
    cap = Math.min(cap, connections);
  }

  /** Lowers it to one less than there are leases, as far as was seen; one is left. */
  void refused() {
    long live = leases.values().stream().filter(lease -> !hasLapsed(lease)).count();
    limit(Math.max(1, (int) Math.min(cap, live) - 1));
  }

  /** Makes the next question look afresh. For use by any thread. */
  void forget() {
    looked = false;
  }

  /** Places to try, those that are free before those that lapsed, by chance among themselves. */
  List<Place> places() throws IOException {
    long now = nanoTime.getAsLong();
    if (!looked || now - lookedAt >= times.look().toNanos()) {
      look(now);
    }
    List<Place> free = new ArrayList<>();
    List<Place> lapsed = new ArrayList<>();
    long live = leases.values().stream().filter(lease -> !hasLapsed(lease)).count();
    // Those beyond the cap are left from when it was higher.
    for (int k = 0; k < cap && live < cap; k++) {
      String name = Integer.toString(k);
      Seen seen = leases.get(name);
      if (seen == null) {
        free.add(new Place(folder.resolve(name), null));
      } else if (hasLapsed(seen)) {
        lapsed.add(new Place(folder.resolve(name), seen.version()));
      }
    }
    // So that those who look at the same time do not all try the same.
    Collections.shuffle(free);
    Collections.shuffle(lapsed);
    free.addAll(lapsed);
    return free;
  }

  private void look(long begun) throws IOException {
    looked = true; // Before the look, so that what is said to be forgotten meanwhile is.
    Map<String, String> versions;
    try {
      versions = files.listVersions(folder);
    } catch (IOException | RuntimeException e) {
      looked = false;
      throw e;
    }
    long ended = nanoTime.getAsLong();
    Map<String, Seen> found = new HashMap<>();
    versions.forEach(
        (name, version) -> {
          Seen before = leases.get(name);
          boolean same = before != null && before.version().equals(version);
          found.put(name, same ? before : new Seen(version, ended));
        });
    leases = found;
    lookedAt = begun;
  }

  private boolean hasLapsed(Seen lease) {
    return lookedAt - lease.since() >= times.lapse().toNanos();
  }
}
