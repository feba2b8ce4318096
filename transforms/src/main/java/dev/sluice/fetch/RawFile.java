package dev.sluice.fetch;

import dev.sluice.dump.Checksum;
import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.storage.Stored;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * A dump file as it came, verified.
 *
 * @param file what it is
 * @param uri where its bytes are
 * @param digest see {@link Fetched#digest}
 * @param mirror who served them, or the last of them if the transfer was resumed elsewhere
 * @param flaws see {@link Fetched#flaws}
 */
public record RawFile(DumpFile file, URI uri, Checksum digest, Mirror mirror, List<String> flaws)
    implements Stored {
  public RawFile {
    // Results that were written down before there were any have none.
    flaws = List.copyOf(Objects.requireNonNullElse(flaws, List.of()));
  }

  /** One that came without wrong bytes before it. */
  public RawFile(DumpFile file, URI uri, Checksum digest, Mirror mirror) {
    this(file, uri, digest, mirror, List.of());
  }

  @Override
  public long bytes() {
    return file.bytes();
  }
}
