/**
 * Dump files as their decompressed documents: how a file is compressed is told by its first bytes,
 * and truncated or corrupt bytes are an error, never an end. Knows storage, and nothing of XML.
 */
@NullMarked
package dev.sluice.convert.decompress;

import org.jspecify.annotations.NullMarked;
