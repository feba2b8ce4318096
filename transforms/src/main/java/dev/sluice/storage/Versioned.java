package dev.sluice.storage;

/**
 * What a small file held when it was read.
 *
 * @param content its text
 * @param version names this very writing of the file, for a conditional change of it
 */
public record Versioned(String content, String version) {}
