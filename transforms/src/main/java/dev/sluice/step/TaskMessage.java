package dev.sluice.step;

/**
 * A line of one of a run's workers, or about one.
 *
 * @param step what it does
 * @param subject what that is about: a file's or a part's name
 * @param attempt which attempt it is, from 1
 * @param line what is said
 */
public record TaskMessage(String step, String subject, int attempt, WorkerLine line) {}
