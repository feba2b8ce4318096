package dev.sluice.step;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How one execution of a step ended.
 *
 * @param step the step's name
 * @param subject what it was about: a file's or a part's name
 * @param failure why it failed, in one sentence; null if it succeeded
 * @param reused whether an earlier run's result was used
 * @param started when it began
 * @param elapsed how long it took, waiting included
 * @param times where that time went
 * @param retries why something of it was begun again, each time, one sentence or less; its first
 *     {@value #MOST_RETRIES}
 */
public record StepReport(
    String step,
    String subject,
    @Nullable String failure,
    boolean reused,
    Instant started,
    Duration elapsed,
    StepTimes times,
    List<String> retries) {
  /** How many retries are kept. */
  static final int MOST_RETRIES = 50;

  public StepReport {
    retries = retries.stream().limit(MOST_RETRIES).toList();
  }

  /** The report of a short step of the graph itself, which nothing is measured of. */
  public static StepReport light(
      String step, String subject, @Nullable String failure, Instant started) {
    Duration elapsed = Duration.between(started, Instant.now());
    return new StepReport(
        step, subject, failure, false, started, elapsed, StepTimes.ZERO, List.of());
  }

  /** The same after these retries, which came before its own. */
  StepReport after(List<String> earlier) {
    List<String> all = Stream.concat(earlier.stream(), retries.stream()).toList();
    return new StepReport(step, subject, failure, reused, started, elapsed, times, all);
  }

  public boolean failed() {
    return failure != null;
  }
}
