/**
 * Tasks on Amazon ECS: one coordinator for all tasks of a process, the pace of its calls, and when
 * a task is tried again. Knows nothing of Beam.
 */
@NullMarked
package dev.sluice.runners.ecs;

import org.jspecify.annotations.NullMarked;
