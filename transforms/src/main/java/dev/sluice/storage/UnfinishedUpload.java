package dev.sluice.storage;

import java.net.URI;
import java.time.Instant;

/**
 * A multipart upload that was neither completed nor aborted: its parts cost, and nobody sees them.
 *
 * @param uri what it would become
 * @param id its id
 * @param begun when
 */
public record UnfinishedUpload(URI uri, String id, Instant begun) {}
