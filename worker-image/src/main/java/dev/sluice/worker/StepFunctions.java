package dev.sluice.worker;

import dev.sluice.convert.ConvertFile;
import dev.sluice.convert.DownloadAndConvert;
import dev.sluice.fetch.DownloadFile;
import dev.sluice.fetch.Downloads;
import dev.sluice.fetch.slots.MirrorSlots;
import dev.sluice.overlap.SweepRange;
import dev.sluice.sort.MergeRange;
import dev.sluice.sort.SortRun;
import dev.sluice.step.StepEnvironment;
import dev.sluice.step.StepFunction;
import dev.sluice.step.StepTask;
import java.io.IOException;

/** The functions of the heavy steps, by name. */
final class StepFunctions {
  private StepFunctions() {}

  /**
   * The function of a task's step.
   *
   * @throws IOException if there is no such step
   */
  static StepFunction<?, ?> of(StepTask task, StepEnvironment environment) throws IOException {
    return switch (task.step()) {
      case DownloadFile.NAME -> new DownloadFile(environment.run(), slots(task, environment));
      case ConvertFile.NAME -> new ConvertFile();
      case DownloadAndConvert.NAME ->
          new DownloadAndConvert(new Downloads(environment.run(), slots(task, environment)));
      case SortRun.NAME -> new SortRun();
      case MergeRange.NAME -> new MergeRange();
      case SweepRange.NAME -> new SweepRange();
      default ->
          throw new IOException(
              "Cannot do step %s: there is no such step (expected %s, %s, %s, %s, %s or %s)"
                  .formatted(
                      task.step(),
                      DownloadFile.NAME,
                      ConvertFile.NAME,
                      DownloadAndConvert.NAME,
                      SortRun.NAME,
                      MergeRange.NAME,
                      SweepRange.NAME));
    };
  }

  private static MirrorSlots slots(StepTask task, StepEnvironment environment) {
    return MirrorSlots.leased(
        environment.storage().versioned(), environment.work().slots(), task.ticket());
  }
}
