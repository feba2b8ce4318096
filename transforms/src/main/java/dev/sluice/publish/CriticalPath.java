package dev.sluice.publish;

import dev.sluice.step.StepReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The chain of executions that a run's end waited for. An execution waited for the same file's
 * execution before it, or else for whichever ended last before it began.
 */
final class CriticalPath {
  private CriticalPath() {}

  /** The chain, in the order of time; empty if nothing was executed. */
  static List<StepReport> of(List<StepReport> executions) {
    List<StepReport> done =
        executions.stream()
            .filter(execution -> !execution.reused())
            .sorted(Comparator.comparing(CriticalPath::end))
            .toList();
    List<StepReport> path = new ArrayList<>();
    Optional<StepReport> next =
        done.isEmpty() ? Optional.empty() : Optional.of(done.get(done.size() - 1));
    while (next.isPresent()) {
      path.add(next.get());
      next = before(next.get(), done);
    }
    Collections.reverse(path);
    return path;
  }

  private static Optional<StepReport> before(StepReport later, List<StepReport> done) {
    List<StepReport> earlier =
        done.stream().filter(execution -> !end(execution).isAfter(later.started())).toList();
    Comparator<StepReport> byEnd = Comparator.comparing(CriticalPath::end);
    Optional<StepReport> same =
        earlier.stream()
            .filter(execution -> execution.subject().equals(later.subject()))
            .max(byEnd);
    return same.isPresent() || earlier.isEmpty()
        ? same
        : Optional.of(earlier.get(earlier.size() - 1));
  }

  private static Instant end(StepReport execution) {
    return execution.started().plus(execution.elapsed());
  }
}
