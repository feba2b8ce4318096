package dev.sluice.step;

import dev.sluice.storage.Versioned;
import dev.sluice.storage.VersionedFiles;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a driver whose workers can outlive it writes anew now and then, so that they know that
 * somebody still wants their work: {@link DriverWatch} is their side. Not for use by two threads at
 * once.
 */
public final class DriverLease {
  private final VersionedFiles files;
  private final URI file;
  private final String nonce = UUID.randomUUID().toString();
  private long writings;
  private @Nullable String version;

  /** One that is not taken yet. */
  public DriverLease(VersionedFiles files, URI file) {
    this.files = files;
    this.file = file;
  }

  /**
   * Takes it, from whoever had it: only for who knows that it is the one driver of the run. The one
   * before finds out when it next renews.
   */
  public void take() throws IOException {
    Optional<String> written = files.createIfAbsent(file, content());
    while (written.isEmpty()) {
      Optional<Versioned> there = files.readVersioned(file);
      if (there.isPresent() && isOwn(there.get())) {
        written = there.map(Versioned::version); // An answer that got lost shows as a refusal.
      } else {
        written =
            there.isPresent()
                ? files.replaceIfUnchanged(file, content(), there.get().version())
                : files.createIfAbsent(file, content());
      }
    }
    version = written.get();
  }

  /** Writes it anew; false: it is gone, or another driver has taken it. */
  public boolean renew() throws IOException {
    if (version == null) {
      return false;
    }
    Optional<String> written = files.replaceIfUnchanged(file, content(), version);
    if (written.isEmpty()) {
      // An earlier renewal that seemed to fail may have been made, or the answer to this one lost.
      written = files.readVersioned(file).filter(this::isOwn).map(Versioned::version);
    }
    version = written.orElse(null);
    return version != null;
  }

  private boolean isOwn(Versioned there) {
    return there.content().startsWith(nonce);
  }

  private String content() {
    return nonce + " " + writings++;
  }
}
