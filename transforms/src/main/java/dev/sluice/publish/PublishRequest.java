package dev.sluice.publish;

import dev.sluice.dump.Dump;
import java.net.URI;
import java.time.Instant;
import java.util.SortedMap;

/**
 * What is published where.
 *
 * @param run id of the run
 * @param dump what was taken
 * @param options the settings that the bytes of the parts depend on
 * @param started when the run began
 * @param folder the dump's own folder, ending in a slash; the parts are there already
 */
public record PublishRequest(
    String run, Dump dump, SortedMap<String, String> options, Instant started, URI folder) {}
