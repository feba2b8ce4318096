/** The command line, its options, the graph and what is shown while it runs. */
@NullMarked
package dev.sluice.pipeline;

import org.jspecify.annotations.NullMarked;
