/** The worker: one heavy step in a process of its own. */
@NullMarked
package dev.sluice.worker;

import org.jspecify.annotations.NullMarked;
