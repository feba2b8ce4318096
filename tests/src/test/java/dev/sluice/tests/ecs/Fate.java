package dev.sluice.tests.ecs;

import java.time.Duration;
import java.util.Optional;

/**
 * What a script has in store for a task.
 *
 * @param stuckIn the state that it does not leave by itself
 * @param pullError why its image cannot be pulled
 * @param startFailure why nothing of it can be made, its containers included
 * @param outOfMemoryAfter how long after its start its first container is killed for its memory
 * @param exitCodeLost whether nobody learns its containers' exit codes
 * @param unseen for how long reads do not see it, if not for as long as others
 * @param interruptedAfter how long after its start its Spot capacity is taken back
 */
record Fate(
    Optional<String> stuckIn,
    Optional<String> pullError,
    Optional<String> startFailure,
    Optional<Duration> outOfMemoryAfter,
    boolean exitCodeLost,
    Optional<Duration> unseen,
    Optional<Duration> interruptedAfter) {}
