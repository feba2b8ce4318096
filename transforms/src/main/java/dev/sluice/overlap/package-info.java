/**
 * How many intervals are active at the same time: at each moment, on a grid, or during the rows of
 * another table.
 *
 * <p>A block's starts and its ends are sorted apart and kept as differences ({@code TimeRun}); time
 * is cut into ranges of about as many of them ({@code TimeRange}); each range is gathered from all
 * runs, with the count that is carried into it, and swept by itself ({@code Stretch}), side by side
 * with others.
 */
@NullMarked
package dev.sluice.overlap;

import org.jspecify.annotations.NullMarked;
