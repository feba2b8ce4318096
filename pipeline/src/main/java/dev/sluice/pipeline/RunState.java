package dev.sluice.pipeline;

import dev.sluice.fetch.MirrorState;
import dev.sluice.runners.ecs.TaskUse;
import dev.sluice.step.StepProgress;
import dev.sluice.step.Underway;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a run is at a moment.
 *
 * @param steps its steps, in the order in which they began
 * @param mirrors who serves it, as far as this process downloads
 * @param underway what its steps are at, the longest first, as far as this process knows
 * @param taskUse what its tasks on ECS have used; null if there are none
 */
record RunState(
    List<StepProgress> steps,
    List<MirrorState> mirrors,
    List<Underway> underway,
    @Nullable TaskUse taskUse) {
  private static final Duration SLOW = Duration.ofSeconds(10);
  private static final int MOST_SLOW = 3;

  RunState {
    steps = List.copyOf(steps);
    mirrors = List.copyOf(mirrors);
    underway = List.copyOf(underway);
  }

  /** Of steps of which nothing else is to be shown. */
  static RunState of(List<StepProgress> steps) {
    return new RunState(steps, List.of(), List.of(), null);
  }

  /** What has taken so long by now that it is worth a line, at most some. */
  List<Underway> slow() {
    return underway.stream()
        .filter(task -> task.elapsed().compareTo(SLOW) >= 0)
        .limit(MOST_SLOW)
        .toList();
  }

  /** Mirrors as what rates are measured of, by their names. */
  List<StepProgress> mirrorProgress() {
    return mirrors.stream()
        .map(
            mirror ->
                new StepProgress(
                    mirror.mirror(),
                    0,
                    mirror.connections(),
                    0,
                    mirror.failures(),
                    0,
                    mirror.bytes(),
                    -1))
        .toList();
  }
}
