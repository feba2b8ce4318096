/**
 * Connections to mirrors, a client for each protocol. Knows nothing of slots: whoever asks for a
 * connection holds one.
 */
@NullMarked
package dev.sluice.fetch.clients;

import org.jspecify.annotations.NullMarked;
