package dev.sluice.fetch;

import dev.sluice.dump.DumpFile;
import dev.sluice.dump.Mirror;
import dev.sluice.storage.StoredFile;

/**
 * A dump file as it came, verified.
 *
 * @param file what it is
 * @param stored where its bytes are
 * @param mirror who served them, or the last of them if the transfer was resumed elsewhere
 */
public record RawFile(DumpFile file, StoredFile stored, Mirror mirror) {}
