package dev.sluice.fetch;

import dev.sluice.dump.Replica;
import java.util.List;

/**
 * A file that has come, all of it and as it should be.
 *
 * @param sha256 digest of its bytes, 64 lower-case hexadecimal digits
 * @param from who served them, or the last of them if the transfer was resumed elsewhere
 * @param flaws what mirrors served before that was not the file: who, and what was wrong
 */
public record Fetched(String sha256, Replica from, List<String> flaws) {}
