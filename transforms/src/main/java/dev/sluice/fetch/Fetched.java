package dev.sluice.fetch;

import dev.sluice.dump.Checksum;
import dev.sluice.dump.Replica;
import java.util.List;

/**
 * A file that has come, all of it and as it should be.
 *
 * @param digest of its bytes: the one that the dump gives, and SHA-256 where it gives none
 * @param from who served them, or the last of them if the transfer was resumed elsewhere
 * @param flaws what mirrors served before that was not the file: who, and what was wrong
 */
public record Fetched(Checksum digest, Replica from, List<String> flaws) {}
