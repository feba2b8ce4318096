package dev.sluice.step;

import java.time.Duration;

/**
 * How long a worker that outlives its launcher is at work.
 *
 * @param lapse after so long without a renewal of the {@link WorkFolder#driver} it stops
 * @param most after so long it stops in any case
 */
public record TaskLease(Duration lapse, Duration most) {}
