package dev.sluice.step;

import dev.sluice.storage.Versioned;
import dev.sluice.storage.VersionedFiles;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether anybody drives a run, as one of its workers sees it: the {@link DriverLease} is there,
 * and was written anew within the lapse, by this process's monotonic clock. A lease that cannot be
 * read is one that was not seen to change.
 */
public final class DriverWatch {
  private static final Logger LOG = LoggerFactory.getLogger(DriverWatch.class);

  private final VersionedFiles files;
  private final URI file;
  private final Duration lapse;
  private final LongSupplier nanoTime;
  private @Nullable String seen;
  private long since;

  /**
   * Begins to watch: the lapse is counted from now.
   *
   * @param nanoTime a monotonic clock
   */
  public DriverWatch(VersionedFiles files, URI file, Duration lapse, LongSupplier nanoTime) {
    this.files = files;
    this.file = file;
    this.lapse = lapse;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /** Looks; false: the run is over, or its driver is gone and nobody has taken its place. */
  public boolean isDriven() {
    long asked = nanoTime.getAsLong();
    try {
      Optional<Versioned> there = files.readVersioned(file);
      if (there.isEmpty()) {
        return false;
      }
      if (!there.get().version().equals(seen)) {
        seen = there.get().version();
        since = asked;
      }
    } catch (IOException e) {
      LOG.debug("Cannot read the driver's lease {}", file, e);
    }
    return nanoTime.getAsLong() - since < lapse.toNanos();
  }
}
