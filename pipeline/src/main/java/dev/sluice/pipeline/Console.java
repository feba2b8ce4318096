package dev.sluice.pipeline;

import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out its result, which may be data for another program
 * @param err everything that is for the person in front of it
 */
record Console(PrintStream out, PrintStream err) {}
