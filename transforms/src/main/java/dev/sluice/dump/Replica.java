package dev.sluice.dump;

/**
 * A mirror's copy of a dump file.
 *
 * @param mirror who holds it
 * @param path where, relative to the mirror's root
 */
public record Replica(Mirror mirror, String path) {}
