/** Sorted runs, their merge, and the key ranges they are merged by. */
@NullMarked
package dev.sluice.sort;

import org.jspecify.annotations.NullMarked;
