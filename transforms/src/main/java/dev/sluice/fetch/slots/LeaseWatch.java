package dev.sluice.fetch.slots;

import dev.sluice.step.FailureSentence;
import dev.sluice.storage.VersionedFiles;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this process knows of one mirror's leases. A lease has lapsed when two looks a lapse apart
 * found the same version: no clock but this process's, and no time of a file, has a say in it. A
 * cap that was lowered is a file beside the leases, {@code at-most-N}, so that the look that
 * everybody has to take anyway shows it to all processes of the run. Not for use by two threads at
 * once.
 */
final class LeaseWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);
  private static final Pattern LOWERED = Pattern.compile("at-most-([1-9]\\d{0,8})");

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

  /**
   * Lowers it, for all of the run, to one less than there are leases now; one is left. If storage
   * fails only this process knows.
   *
   * @param name what the mirror is called
   */
  void refused(String name) {
    try {
      look(nanoTime.getAsLong());
    } catch (IOException e) {
      LOG.debug("Leases of {} not looked at", name, e); // What was seen last has to do.
    }
    int before = cap;
    limit((int) Math.max(1, Math.min(cap, live()) - 1));
    if (cap == before) {
      return;
    }
    LOG.warn("{} allows fewer connections than {}: {} from now on", name, before, cap);
    try {
      // Never twice the same content: that is what versions are made of.
      files.createIfAbsent(folder.resolve("at-most-" + cap), UUID.randomUUID().toString());
    } catch (IOException e) {
      LOG.warn("Cannot tell other workers of it: {}", FailureSentence.of(e));
    }
  }

  private long live() {
    return leases.values().stream().filter(lease -> !hasLapsed(lease)).count();
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
    long live = live();
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
          Matcher lowered = LOWERED.matcher(name);
          if (lowered.matches()) {
            limit(Integer.parseInt(lowered.group(1)));
            return;
          }
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
