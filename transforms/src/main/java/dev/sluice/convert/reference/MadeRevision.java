package dev.sluice.convert.reference;

/**
 * A revision of a page's record that has been made already.
 *
 * @param key by which it is sorted within the page
 * @param json the revision's object, UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record MadeRevision(byte[] key, byte[] json) {}
