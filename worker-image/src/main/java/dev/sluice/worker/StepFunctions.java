package dev.sluice.worker;

import dev.sluice.convert.ConvertFile;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.sort.MergeRange;
import dev.sluice.sort.SortRun;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepFunction;
import java.io.IOException;

/** The functions of the heavy steps, by name. */
final class StepFunctions {
  private StepFunctions() {}

  /**
   * The function of a step.
   *
   * @throws IOException if there is no such step
   */
  static StepFunction<?, ?> of(String step, StepEnvironment environment) throws IOException {
    return switch (step) {
      case DownloadFile.NAME ->
          new DownloadFile(
              environment.run(),
              MirrorSlots.leased(environment.storage().versioned(), environment.work().slots()));
      case ConvertFile.NAME -> new ConvertFile();
      case SortRun.NAME -> new SortRun();
      case MergeRange.NAME -> new MergeRange();
      default ->
          throw new IOException(
              "Cannot do step %s: there is no such step (expected %s, %s, %s or %s)"
                  .formatted(
                      step, DownloadFile.NAME, ConvertFile.NAME, SortRun.NAME, MergeRange.NAME));
    };
  }
}
