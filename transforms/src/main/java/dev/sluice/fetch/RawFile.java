package dev.sluice.fetch;

import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.storage.StoredFile;
import java.util.List;
import java.util.Objects;

/**
 * A dump file as it came, verified.
 *
 * @param file what it is
 * @param stored where its bytes are
 * @param mirror who served them, or the last of them if the transfer was resumed elsewhere
 * @param flaws see {@link Fetched#flaws}
 */
public record RawFile(DumpFile file, StoredFile stored, Mirror mirror, List<String> flaws) {
  public RawFile {
    // Results that were written down before there were any have none.
    flaws = List.copyOf(Objects.requireNonNullElse(flaws, List.of()));
  }

  /** One that came without wrong bytes before it. */
  public RawFile(DumpFile file, StoredFile stored, Mirror mirror) {
    this(file, stored, mirror, List.of());
  }
}
