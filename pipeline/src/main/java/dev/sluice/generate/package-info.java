/** Deterministic synthetic dumps. */
@NullMarked
package dev.sluice.generate;

import org.jspecify.annotations.NullMarked;
