package dev.sluice.step;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one execution of a step ended.
 *
 * @param step the step's name
 * @param subject what it was about: a file's or a part's name
 * @param failure why it failed, in one sentence; null if it succeeded
 * @param started when it began
 * @param elapsed how long it took, waiting included
 */
public record StepReport(
    String step, String subject, @Nullable String failure, Instant started, Duration elapsed) {
  public boolean failed() {
    return failure != null;
  }
}
