package dev.sluice.step;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a request.
 *
 * @param result the result; null if it failed
 * @param report how it ended
 */
public record StepOutcome<R>(@Nullable R result, StepReport report) {
  public StepOutcome {
    if (report.failed() != (result == null)) {
      throw new IllegalArgumentException(
          "result: %s, failure: %s (expected one of them)".formatted(result, report.failure()));
    }
  }

  /** The same after these retries, which came before its own. */
  public StepOutcome<R> after(List<String> earlier) {
    return new StepOutcome<>(result, report.after(earlier));
  }
}
