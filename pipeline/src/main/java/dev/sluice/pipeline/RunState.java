package dev.sluice.pipeline;

import dev.sluice.fetch.MirrorState;
import dev.sluice.step.StepProgress;
import java.util.List;

/**
 * How far a run is at a moment.
 *
 * @param steps its steps, in the order in which they began
 * @param mirrors who serves it, as far as this process downloads
 */
record RunState(List<StepProgress> steps, List<MirrorState> mirrors) {
  RunState {
    steps = List.copyOf(steps);
    mirrors = List.copyOf(mirrors);
  }

  /** Of steps that download nothing. */
  static RunState of(List<StepProgress> steps) {
    return new RunState(steps, List.of());
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
                    mirror.bytes(),
                    -1))
        .toList();
  }
}
