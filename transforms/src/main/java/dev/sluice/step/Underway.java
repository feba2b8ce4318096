package dev.sluice.step;

import java.time.Duration;

/**
 * A request that a step is at.
 *
 * @param step the step's name
 * @param subject what it is about: a file's or a part's name
 * @param elapsed since it began, or last had a slot
 * @param bytes bytes that went through so far
 */
public record Underway(String step, String subject, Duration elapsed, long bytes) {}
