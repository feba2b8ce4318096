/**
 * Objects at rest, on disk and on S3: read from an offset, listed, and published whole or not at
 * all.
 */
@NullMarked
package dev.sluice.storage;

import org.jspecify.annotations.NullMarked;
