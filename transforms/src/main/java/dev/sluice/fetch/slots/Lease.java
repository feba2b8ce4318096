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
  /** What the nonce of who took it over ends in. */
  private static final String HEIR = "+";

  private final VersionedFiles files;
  private final URI file;
  private final LeaseTimes times;
  private final LongSupplier nanoTime;
  private final long origin;
  private final String nonce;
  private long writings;
  private @Nullable String version;

  /** One that is not taken yet. */
  Lease(VersionedFiles files, URI file, LeaseTimes times, LongSupplier nanoTime) {
    this(files, file, times, nanoTime, UUID.randomUUID().toString());
  }

  private Lease(
      VersionedFiles files, URI file, LeaseTimes times, LongSupplier nanoTime, String nonce) {
    this.files = files;
    this.file = file;
    this.times = times;
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
    this.nonce = nonce;
  }

  /** That of another process, by its nonce: to be given back, or taken over by {@link #heir}. */
  static Lease of(
      VersionedFiles files, URI file, LeaseTimes times, LongSupplier nanoTime, String nonce) {
    return new Lease(files, file, times, nanoTime, nonce);
  }

  /** The one that takes this one over, not taken yet. */
  Lease heir() {
    return new Lease(files, file, times, nanoTime, nonce + HEIR);
  }

  /** Whose it is: no other lease has this one. */
  String nonce() {
    return nonce;
  }

  /** Where it is. */
  URI file() {
    return file;
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

  /** Takes it from the one whose {@link #heir} this is; whether it was that one's still. */
  boolean takeOver() throws IOException {
    String giver = nonce.substring(0, nonce.length() - HEIR.length());
    Optional<String> given = versionOf(giver);
    Optional<String> written =
        given.isEmpty() ? given : files.replaceIfUnchanged(file, content(), given.get());
    if (given.isPresent() && written.isEmpty()) {
      written = own();
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

  /**
   * Deletes it, whatever this object knows of it, if it is this one's still.
   *
   * @param heirs whether also if it is the heir's
   */
  void giveBackLeft(boolean heirs) throws IOException {
    Optional<String> left = own();
    if (left.isEmpty() && heirs) {
      left = versionOf(nonce + HEIR);
    }
    if (left.isPresent()) {
      files.deleteIfUnchanged(file, left.get());
    }
  }

  private Optional<String> replace() throws IOException {
    return version == null ? Optional.empty() : files.replaceIfUnchanged(file, content(), version);
  }

  /** The version that is there, if it is this one's. */
  private Optional<String> own() throws IOException {
    return versionOf(nonce);
  }

  private Optional<String> versionOf(String owner) throws IOException {
    return files
        .readVersioned(file)
        .filter(there -> there.content().startsWith(owner + " "))
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
