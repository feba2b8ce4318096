package dev.sluice.fetch.slots;

import dev.sluice.storage.Versioned;
import dev.sluice.storage.VersionedFiles;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file in storage that is its owner's for as long as it holds the owner's nonce. Its content is
 * the nonce and a count, so that no content comes twice. Not for use by two threads at once, but
 * for {@link #now()} and {@link #times()}.
 */
final class Lease {
  private final VersionedFiles files;
  private final URI file;
  private final LeaseTimes times;
  private final LongSupplier nanoTime;
  private final long origin;
  private final String nonce = UUID.randomUUID().toString();
  private long writings;
  private @Nullable String version;

  /** One that is not taken yet. */
  Lease(VersionedFiles files, URI file, LeaseTimes times, LongSupplier nanoTime) {
    this.files = files;
    this.file = file;
    this.times = times;
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
  }

  LeaseTimes times() {
    return times;
  }

  /** Nanoseconds since this object came into being, by the process's monotonic clock. */
  long now() {
    return nanoTime.getAsLong() - origin;
  }

  /**
   * Takes it.
   *
   * @param lapsed the version of the lapsed lease in its place; null if the place is free
   * @return whether it was taken; if not, it is somebody else's
   */
  boolean take(@Nullable String lapsed) throws IOException {
    Optional<String> written =
        lapsed == null
            ? files.createIfAbsent(file, content())
            : files.replaceIfUnchanged(file, content(), lapsed);
    if (written.isEmpty()) {
      written = own(); // An answer that got lost shows as a refusal.
    }
    version = written.orElse(null);
    return version != null;
  }

  /** Writes it anew; whether it was this one's still. */
  boolean renew() throws IOException {
    Optional<String> written = replace();
    if (written.isEmpty()) {
      // An earlier renewal that seemed to fail may have been made.
      Optional<String> own = own();
      if (own.isPresent()) {
        version = own.get();
        written = replace();
      }
    }
    version = written.orElse(null);
    return version != null;
  }

  /** Deletes it if it is this one's still. */
  void giveBack() throws IOException {
    if (version == null || files.deleteIfUnchanged(file, version)) {
      return;
    }
    Optional<String> own = own();
    if (own.isPresent()) {
      files.deleteIfUnchanged(file, own.get());
    }
  }

  private Optional<String> replace() throws IOException {
    return version == null ? Optional.empty() : files.replaceIfUnchanged(file, content(), version);
  }

  /** The version that is there, if it is this one's. */
  private Optional<String> own() throws IOException {
    return files
        .readVersioned(file)
        .filter(there -> there.content().startsWith(nonce))
        .map(Versioned::version);
  }

  private String content() {
    return nonce + " " + writings++;
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
