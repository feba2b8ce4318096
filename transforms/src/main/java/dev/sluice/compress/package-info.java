/** Published files compressed on the cores that are free. Public is {@code CompressedOutput}. */
@NullMarked
package dev.sluice.compress;

import org.jspecify.annotations.NullMarked;
