/** Bytes in memory, several at a time. */
@NullMarked
package dev.sluice.bytes;

import org.jspecify.annotations.NullMarked;
