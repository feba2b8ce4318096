package dev.sluice.step;

import java.util.List;

/**
 * How far a run is in one process, as that process writes it into storage again and again.
 *
 * @param writing how many times it was written before: it changes as long as the process lives
 * @param ended whether the process has nothing to do any more for the run
 * @param counts what it counted
 */
record ProgressReport(long writing, boolean ended, List<StepCounts> counts) {}
