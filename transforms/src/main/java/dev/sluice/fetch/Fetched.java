package dev.sluice.fetch;

import dev.sluice.dump.Replica;

/**
 * A file that has come, all of it and as it should be.
 *
 * @param sha256 digest of its bytes, 64 lower-case hexadecimal digits
 * @param from who served them, or the last of them if the transfer was resumed elsewhere
 */
public record Fetched(String sha256, Replica from) {}
