/** Tables of intervals read from CSV and NDJSON, in blocks, side by side. */
@NullMarked
package dev.sluice.overlap.rows;

import org.jspecify.annotations.NullMarked;
