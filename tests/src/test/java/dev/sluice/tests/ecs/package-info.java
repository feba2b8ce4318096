/**
 * A server that speaks ECS and CloudWatch Logs as AWS documents them, on loopback: for tests of
 * what runs steps as tasks, and for rehearsals on a laptop. Each rule names its source: a page of
 * the API Reference or of the Developer Guide of Amazon ECS, or of the API Reference of CloudWatch
 * Logs; messages that AWS does not document are as users report them.
 */
@NullMarked
package dev.sluice.tests.ecs;

import org.jspecify.annotations.NullMarked;
